// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparedRequestTests {

    private static final ComparedRequest REQUEST = ComparedRequest.get("shop", "/items?sort=price");

    @Test
    void eachMethodReturnsAnotherRequest() {
        ComparedRequest other = REQUEST.header("accept", "text/html")
                .header("accept", "text/plain")
                .ignoring("$.id")
                .unordered("$.items")
                .tolerance("$.total", 0.01)
                .comparingHeaders("date")
                .timeout(Duration.ofSeconds(5))
                .repeatable();

        assertThat(REQUEST.headers()).isEmpty();
        assertThat(REQUEST.ignored()).isEmpty();
        assertThat(REQUEST.isRepeatable()).isFalse();
        assertThat(REQUEST.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(other).hasToString("GET shop/items?sort=price");
        assertThat(other.headers()).isEqualTo(Map.of("accept", List.of("text/html", "text/plain")));
        assertThat(other.ignored()).containsExactly("$.id");
        assertThat(other.unordered()).containsExactly("$.items");
        assertThat(other.tolerances()).isEqualTo(Map.of("$.total", 0.01));
        assertThat(other.comparedHeaders()).containsExactly("header date");
        assertThat(other.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(other.isRepeatable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            value = {
                "items ^ Path [items] does not begin with [/]: the Service is named beside it, and where it is reached is the sandbox's to know",
                "http://shop/items ^ Path [http://shop/items] does not begin with [/]: the Service is named beside it, and where it is reached is the sandbox's to know",
                "/items#2 ^ Path [/items#2] has a fragment, which is never sent: leave out what stands behind [#], or write [%23]",
                "/a b ^ Path [/a b] cannot be sent: Illegal character in path; write such characters as [%20]",
                "/a?b=| ^ Path [/a?b=|] cannot be sent: Illegal character in query; write such characters as [%20]"
            })
    void aPathThatCannotBeSentIsRefused(String path, String message) {
        assertThatThrownBy(() -> ComparedRequest.get("shop", path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void whatNoRequestCanHaveIsRefused() {
        assertThatThrownBy(() -> ComparedRequest.of("shop", "GE T", "/"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Method [GE T] cannot be sent: ");
        assertThatThrownBy(() -> REQUEST.header("Host", "elsewhere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Header [Host] cannot be sent: restricted header name: \"Host\"");
        assertThatThrownBy(() -> REQUEST.tolerance("$.total", -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Tolerance [-1.0] of [$.total] is not a number from 0 on");
        assertThatThrownBy(() -> REQUEST.tolerance("$.total", Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Tolerance [NaN] of [$.total] is not a number from 0 on");
        assertThatThrownBy(() -> REQUEST.timeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Timeout [PT0S] of request [GET shop/items?sort=price] is no time to wait");
        assertThatThrownBy(() -> REQUEST.ignoring("$.id", "total"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("[total] is no place of an answer: ");
    }
}
