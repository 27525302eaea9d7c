// SPDX-License-Identifier: Apache-2.0
package dev.spurline.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.Settings;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTests {

    @Test
    void listsEverySettingThatIsDeclared() {
        List<?> declared = Arrays.stream(Setting.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .map(SettingTests::value)
                .toList();

        assertThat(Setting.all()).isEqualTo(declared);
    }

    private static Object value(java.lang.reflect.Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE", "True", " true ", "true\r"})
    void readsASwitchInAnyCase(String text) {
        assertThat(Setting.DRY_RUN.in(given(text))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "\tnone "})
    void readsAChoiceInAnyCase(String text) {
        assertThat(Setting.ANCHOR.in(given(text))).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "90s, PT1M30S", "2m, PT2M", "2 m, PT2M", "1h, PT1H", "PT2M, PT2M", "pt0.25s, PT0.25S"})
    void readsDurations(String text, Duration duration) {
        assertThat(Setting.TIMEOUT.in(given(text))).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({
        "90, 90s",
        "90S, 90s",
        "2M, 2m",
        "2min, 2m",
        "90 seconds, 90s",
        "500millis, 500ms",
        "500MS, 500ms",
        "1hour, 1h"
    })
    void offersTheDurationThatIsMeant(String text, String meant) {
        assertThat(why(Setting.TIMEOUT, text))
                .isEqualTo("is not a duration such as 500ms, 60s, 2m or 1h: did you mean [%s]?", meant);
    }

    @Test
    void readsAddresses() {
        assertThat(Setting.ENTRY
                        .of("shop")
                        .in(name -> name.equals("spurline.entry.shop")
                                ? Optional.of(new Settings.Value(" https://shop.example.com/x ", "test"))
                                : Optional.empty()))
                .isEqualTo(URI.create("https://shop.example.com/x"));
        assertThat(why(Setting.ENTRY, "https://shop example.com"))
                .isEqualTo(
                        "is not an address such as https://shop.example.com, or gateway: Illegal character in authority");
        assertThat(why(Setting.ENTRY, "ftp://shop"))
                .isEqualTo("is not an address such as https://shop.example.com, or gateway");
        assertThat(why(Setting.ENTRY, "gateways"))
                .isEqualTo("is not an address such as https://shop.example.com, or gateway");
        assertThat(Setting.ENTRY.type().read("gateway")).hasToString("gateway");
        assertThat(Setting.ENTRY.type().read("gateway+https://shop.example.com:8443/x"))
                .hasToString("gateway+https://shop.example.com:8443/x");
    }

    @Test
    void readsLists() {
        assertThat(Setting.CALLERS.in(given(" web, shop/cart ,,"))).containsExactly("web", "shop/cart");
        assertThat(Setting.CALLERS.in(given(""))).isEmpty();
        assertThat(Setting.ALLOWED_CONTEXTS.in(given("arn:aws:eks:eu-1:42:cluster/dev, me@staging")))
                .containsExactly("arn:aws:eks:eu-1:42:cluster/dev", "me@staging");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/home/me/.kube/config", "C:\\Users\\me\\config", "C:/Users/me/config", "/a:/b", "~/.kube/config"
            })
    void readsPaths(String text) {
        assertThat(Setting.KUBECONFIG.in(given(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spurline | spurline",
                "Signadot | signadot",
                "baggage:tenant, x-tenant | baggage:tenant,x-tenant",
                "baggage:a,baggage:b | baggage:a,baggage:b",
                "tracestate:acme,x-acme:key | tracestate:acme,x-acme:key"
            })
    void readsHeaders(String text, String items) {
        assertThat(Setting.HEADERS.in(given(text))).containsExactly(items.split(","));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "foo | is not FORM, and keywords stand alone: did you mean [x-foo]?",
                "spurlne | is not FORM, and keywords stand alone: did you mean [spurline]?",
                "signadod | is not FORM, and keywords stand alone: did you mean [signadot]?",
                "spurline,x-tenant | has the item [spurline], which is not FORM, and keywords stand alone",
                "x-tenant,foo | has the item [foo], which is not FORM, and keywords stand alone: did you mean [x-foo]?",
                "baggage | is not FORM, and keywords stand alone: did you mean [baggage:spurline]?",
                "bagage:tenant | is not FORM, and keywords stand alone: did you mean [baggage:tenant]?",
                "foo:tenant | is not FORM, and keywords stand alone",
                "host | is not FORM, and keywords stand alone: did you mean [x-host]?",
                "authorization | is not FORM, and keywords stand alone: did you mean [x-authorization]?",
                "cookie:tenant | is not FORM, and keywords stand alone",
                "content-length | has a meaning of its own in HTTP: take a header that is the key's alone, such as x-tenant",
                "transfer-encoding | has a meaning of its own in HTTP: take a header that is the key's alone, such as x-tenant",
                "x-request-id | has a meaning of its own in HTTP: take a header that is the key's alone, such as x-tenant",
                "x-forwarded-for:a | has a meaning of its own in HTTP: take a header that is the key's alone, such as x-tenant",
                "baggage:spurline-test | names the member that tells the test of a request, so it cannot carry the key",
                "X-Tenant | is not FORM, in lower case: did you mean [x-tenant]?",
                "X Tenant | is not FORM, in lower case",
                "a-b:c:d | is not FORM, in lower case",
                "x-a,x-b,x-a | has the header [x-a] twice",
                "x-a,x-a:m | has the header [x-a:m] twice",
                "\",\" | names no header"
            })
    void refusesHeadersThatCannotCarryTheKey(String text, String why) {
        assertThat(why(Setting.HEADERS, text))
                .isEqualTo(why.replace("FORM", "header:member or a header name with a dash"));
    }

    private static String why(Setting<?> setting, String text) {
        try {
            return "is read as " + setting.type().read(text);
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Settings given(String text) {
        return name -> Optional.of(new Settings.Value(text, "test " + name));
    }
}
