// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.settings;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.PreflightException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuardsTests {

    private static Guards guards(Map<String, String> strong, Map<String, String> weak) {
        return new Guards(LayeredSettings.of(
                List.of(SettingSource.map("strong file with", strong), SettingSource.map("weak file with", weak))));
    }

    @Test
    void allowsWhatEverySourceAllows() {
        Guards guards = guards(
                Map.of("spurline.allowed-contexts", "staging, prod"), Map.of("spurline.allowed-contexts", "sta*"));

        assertThatCode(() -> guards.checkContext("staging", "the test")).doesNotThrowAnyException();
        assertThatThrownBy(() -> guards.checkContext("prod", "the test"))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Context [prod] (decided by the test) is not allowed: weak file with spurline.allowed-contexts allows [sta*]. Use one of them, or add it there");
    }

    @Test
    void allowsEveryContextThatIsNamedIfThereIsNoGuard() {
        assertThatCode(() -> guards(Map.of(), Map.of()).checkContext("prod", "the test"))
                .doesNotThrowAnyException();
    }

    @Test
    void protectsTheDefaultsWhateverIsAdded() {
        Guards guards = guards(Map.of("spurline.protected-namespaces", "payments"), Map.of());

        assertThatCode(() -> guards.checkNamespace("shop")).doesNotThrowAnyException();
        assertThatThrownBy(() -> guards.checkNamespace("payments"))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Namespace [payments] is protected by [payments] of strong file with spurline.protected-namespaces: no sandbox is opened there");
        assertThatThrownBy(() -> guards.checkNamespace("kube-system"))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Namespace [kube-system] is protected by [kube-*] of the default: no sandbox is opened there");
    }

    @Test
    void refusesWhatNoNamespaceIsCalled() {
        assertThatThrownBy(() -> guards(Map.of(), Map.of()).checkNamespace("Shop_1"))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Namespace [Shop_1] is not a valid namespace name: it may have up to 63 characters of a-z, 0-9 and -, and neither begins nor ends with -");
    }

    @Test
    void takesTheSmallestLimit() {
        Guards guards = guards(Map.of("spurline.max-forks", "9"), Map.of("spurline.max-forks", "2"));

        assertThatCode(() -> guards.checkForks(2)).doesNotThrowAnyException();
        assertThatThrownBy(() -> guards.checkForks(3))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "The sandbox asks for [3] forks, and weak file with spurline.max-forks allows [2] with spurline.max-forks");
    }

    @Test
    void countsSandboxesOfANamespace() {
        Guards guards = guards(Map.of("spurline.max-sandboxes-per-namespace", "1"), Map.of());

        assertThatCode(() -> guards.checkSandboxes("shop", 0)).doesNotThrowAnyException();
        assertThatThrownBy(() -> guards.checkSandboxes("shop", 1))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Namespace [shop] already has [1] sandboxes, and strong file with spurline.max-sandboxes-per-namespace allows [1] with spurline.max-sandboxes-per-namespace: wait until some are closed");
    }
}
