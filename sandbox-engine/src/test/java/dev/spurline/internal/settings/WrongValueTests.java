// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.settings;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.settings.Setting;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A value that is not of its setting's type is refused when settings are read, whichever source has it. */
class WrongValueTests {

    @TempDir
    private Path directory;

    static Stream<Arguments> wrong() {
        return Stream.of(
                arguments(
                        "spurline.cluster",
                        "minikube",
                        "is not embedded, kubeconfig, in-cluster or the name of a ClusterProvider, of which the class path has [embedded]"),
                arguments(
                        "spurline.cluster",
                        "embeded",
                        "is not embedded, kubeconfig, in-cluster or the name of a ClusterProvider, of which the class path has [embedded]: did you mean [embedded]?"),
                arguments("spurline.context", "a\u0007b", "is not a text"),
                arguments("spurline.context", " ", "is not a text"),
                arguments(
                        "spurline.kubeconfig",
                        "C:Usersme.kubeconfig",
                        "is not a path: in a property file, write / or two backslashes where the path has one"),
                arguments("spurline.namespace", "Shop_1", "is not the name of a namespace"),
                arguments("spurline.blueprint", "com.example.Shop Cluster", "is not the name of a class"),
                arguments("spurline.image.pricing", "shop/pricing 7", "is not an image such as registry/pricing:7"),
                arguments(
                        "spurline.entry.shop",
                        "shop.example.com",
                        "is not an address such as https://shop.example.com, or gateway"),
                arguments("spurline.entry", "ingress", "is not auto or gateway"),
                arguments("spurline.lease", "soon", "is not a duration such as 500ms, 60s, 2m or 1h"),
                arguments("spurline.lease", "4s", "is less than 5s"),
                arguments(
                        "spurline.timeout",
                        "90",
                        "is not a duration such as 500ms, 60s, 2m or 1h: did you mean [90s]?"),
                arguments("spurline.timeout", "0s", "is less than 1ms"),
                arguments("spurline.timeout", "9999h", "is more than 8760h"),
                arguments("spurline.dry-run", "yes", "is not true or false: did you mean [true]?"),
                arguments("spurline.dry-run", "1", "is not true or false: did you mean [true]?"),
                arguments("spurline.debug", "off", "is not true or false: did you mean [false]?"),
                arguments("spurline.mirrors", "ture", "is not true or false: did you mean [true]?"),
                arguments("spurline.anchor", "nonne", "is not job or none: did you mean [none]?"),
                arguments(
                        "spurline.callers",
                        "web,Foo_",
                        "has the item [Foo_], which is not the name of a workload or namespace/name"),
                arguments(
                        "spurline.headers",
                        "foo",
                        "is not header:member or a header name with a dash, and keywords stand alone: did you mean [x-foo]?"),
                arguments("spurline.evidence", "maybe", "is not required, warn or off"),
                arguments(
                        "spurline.keep",
                        "on-failur:10m",
                        "is not off, or on-failure with a time as in on-failure:30m: did you mean [on-failure:10m]?"),
                arguments(
                        "spurline.keep",
                        "on-failure",
                        "is not off, or on-failure with a time as in on-failure:30m: did you mean [on-failure:30m]?"),
                arguments(
                        "spurline.keep",
                        "of",
                        "is not off, or on-failure with a time as in on-failure:30m: did you mean [off]?"),
                arguments("spurline.keep", "always", "is not off, or on-failure with a time as in on-failure:30m"),
                arguments(
                        "spurline.keep",
                        "on-failure:30",
                        "has the time [30], which is not a duration such as 500ms, 60s, 2m or 1h: did you mean [30s]?"),
                arguments("spurline.keep", "on-failure:1s", "has the time [1s], which is less than 5s"),
                arguments("spurline.keep", "on-failure:9h", "has the time [9h], which is more than 8h"),
                arguments("spurline.keep-in-ci", "yes", "is not true or false: did you mean [true]?"),
                arguments("spurline.attachment-lines", "off", "is not true or false: did you mean [false]?"),
                arguments("spurline.secret-names", "2024", "is not a word, or several as in WEBHOOK_URL"),
                arguments(
                        "spurline.secret-names",
                        "LICENSE,WEBHOOK URL",
                        "has the item [WEBHOOK URL], which is not a word, or several as in WEBHOOK_URL"),
                arguments("spurline.allowed-contexts", "staging,\u0007", "has the item [\u0007], which is not a text"),
                arguments(
                        "spurline.protected-namespaces",
                        "pay_ments",
                        "is not the name of a namespace, in which * stands for any characters"),
                arguments("spurline.max-forks", "0", "is not a number of 1 or more"),
                arguments("spurline.max-sandboxes-per-namespace", "ten", "is not a number of 1 or more"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void isRefusedAsASystemProperty(String name, String value, String why) {
        System.setProperty(name, value);
        try {
            assertRefused(
                    () -> LayeredSettings.of(List.of(SettingSource.systemProperties())),
                    name,
                    value,
                    why,
                    "system property " + name);
        } finally {
            System.clearProperty(name);
        }
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void isRefusedAsAJUnitParameter(String name, String value, String why) {
        SettingSource source =
                SettingSource.parameters(asked -> Optional.of(value).filter(any -> asked.equals(name)), Set.of(name));

        assertRefused(() -> LayeredSettings.of(List.of(source)), name, value, why, "JUnit parameter " + name);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void isRefusedAsAnEnvironmentVariable(String name, String value, String why) {
        String variable = Setting.variable(name);
        boolean many = name.startsWith("spurline.image.") || name.startsWith("spurline.entry.");

        assertRefused(
                () -> LayeredSettings.of(List.of(SettingSource.environment(Map.of(variable, value)))),
                many ? variable : name,
                value,
                why,
                "environment variable " + variable);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void isRefusedInAFile(String name, String value, String why) throws IOException {
        Path file = Files.writeString(directory.resolve(".spurline.properties"), line(name, value));

        assertRefused(
                () -> LayeredSettings.of(PropertyFile.at(file)),
                name,
                value.strip(),
                why,
                "file " + file + " with " + name);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void isRefusedOnTheClassPath(String name, String value, String why) throws IOException {
        Files.writeString(directory.resolve("spurline.properties"), line(name, value));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, null)) {
            assertRefused(
                    () -> LayeredSettings.of(PropertyFile.onClassPath("spurline.properties", loader)),
                    name,
                    value.strip(),
                    why,
                    "class path resource spurline.properties with " + name);
        }
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void isRefusedAsADefaultOfTheCaller(String name, String value, String why) {
        Settings none = asked -> Optional.empty();

        assertRefused(
                () -> none.orElse(Map.of(name, value), "@Sandbox of Here"),
                name,
                value,
                why,
                "@Sandbox of Here with " + name);
    }

    @Test
    void isRefusedAlsoWhereAStrongerSourceHasARightOne() {
        List<SettingSource> sources = List.of(
                SettingSource.environment(Map.of("SPURLINE_DRY_RUN", "true")),
                SettingSource.map("file x with", Map.of("spurline.dry-run", "yes")));

        assertRefused(
                () -> LayeredSettings.of(sources),
                "spurline.dry-run",
                "yes",
                "is not true or false: did you mean [true]?",
                "file x with spurline.dry-run");
    }

    @Test
    void isFineInAnEnvironmentIfItIsEmpty() {
        assertThatCode(() -> LayeredSettings.of(
                        List.of(SettingSource.environment(Map.of("SPURLINE_DRY_RUN", "", "SPURLINE_ENTRY_SHOP", "")))))
                .doesNotThrowAnyException();
    }

    private static void assertRefused(Runnable reading, String name, String value, String why, String source) {
        assertThatThrownBy(reading::run)
                .isInstanceOf(PreflightException.class)
                .hasMessage("Setting [%s] is [%s] by %s, which %s", name, value, source, why);
    }

    private static String line(String name, String value) {
        return name + "=" + value + "\n";
    }
}
