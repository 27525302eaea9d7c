// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlacePatternTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "status; status; true",
                "status; header status; false",
                "header ETag; header etag; true",
                "header x-envoy-*; header x-envoy-upstream-service-time; true",
                "header x-envoy-*; header x-request-id; false",
                "header *; header date; true",
                "header *; $.date; false",
                "line 3; line 3; true",
                "line 3; line 13; false",
                "line *; line 13; true",
                "body; body; true",
                "body; $; true",
                "$; $; true",
                "$.total; $.total; true",
                "$.total; $.totals; false",
                "$.total; $.sum.total; false",
                "$..total; $.total; true",
                "$..total; $.orders[3].sum.total; true",
                "$..total; $.orders[3].total.net; false",
                "$.items[*].id; $.items[12].id; true",
                "$.items[*].id; $.items.id; false",
                "$.items[1].id; $.items[1].id; true",
                "$.items[1].id; $.items[10].id; false",
                "$.items.*; $.items.first; true",
                "$..[0]; $.items[0]; true",
                "$['a b']; $['a b']; true",
                "$[\"a b\"].c; $['a b'].c; true",
                "$.größe; $.größe; true",
                "$['*']; $.total; false",
                "$['id']; $.id; true"
            })
    void aPlaceIsMeantOrNot(String pattern, String place, boolean meant) {
        assertThat(PlacePattern.parse(pattern).matches(PlacePattern.parse(place).path()))
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "$, $.items[0].id, true",
        "$.items, $.items[0].id, true",
        "$.item, $.items[0].id, false",
        "$..id, $.items[0].id, true",
        "body, line 3, true",
        "$, line 3, false",
        "body, $.total, true",
        "status, status, true"
    })
    void aPlaceIsWithinAnotherOrNot(String pattern, String place, boolean within) {
        assertThat(PlacePattern.parse(pattern).covers(PlacePattern.parse(place).path()))
                .isEqualTo(within);
    }

    @ParameterizedTest
    @ValueSource(strings = {"total", "", "header", "line 0", "line", "headers etag", "Status"})
    void whatIsNoPlaceIsRefused(String text) {
        assertThatThrownBy(() -> PlacePattern.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "[%s] is no place of an answer: a value of a JSON body is written as [$.total], anything else as [header etag], [status], [line 3] or [body]",
                        text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "$total; total",
                "$.items[; [",
                "$.items[-1]; [-1]",
                "$.items[?(@.id)]; [?(@.id)]",
                "$.a..; ..",
                "$.; .",
                "$.a b; ' b'",
                "$['a; ['a"
            })
    void aPathThatCannotBeReadIsRefusedFromWhereItIsWrong(String text, String rest) {
        assertThatThrownBy(() -> PlacePattern.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Path [%s] cannot be read from [%s] on: a step is written as [.name], [['any name']], [[0]], [[*]] or [..name]",
                        text, rest);
    }

    @Test
    void severalPlacesAreNoPath() {
        assertThatThrownBy(() -> PlacePattern.parse("$.items[*]").path())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[$.items[*]] may mean several places");
    }
}
