// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.ClusterSettings;
import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterProvider;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.embedded.EmbeddedClusterProvider;
import dev.spurline.internal.provider.ClusterProviders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterChoiceTests {

    private static final Blueprint BLUEPRINT = cluster -> {};
    private static final ClusterProvider EMBEDDED = new EmbeddedClusterProvider();
    private static final ClusterProviders PROVIDERS = new ClusterProviders(List.of(EMBEDDED), List.of());

    @Test
    void aContextThatIsNamedDecides() {
        ClusterChoice choice = choose(Map.of("spurline.context", "staging"), PROVIDERS);

        assertThat(choice).isEqualTo(new ClusterChoice.Kubeconfig("staging", "test spurline.context"));
    }

    @Test
    void aBlueprintDecidesWhereNoContextIsNamed() {
        ClusterChoice choice = choose(Map.of(), PROVIDERS);

        assertThat(choice)
                .isEqualTo(new ClusterChoice.Provided(
                        EMBEDDED, Optional.of(BLUEPRINT), "a blueprint and no spurline.context"));
    }

    @Test
    void aBlueprintCanBeNamedBySetting() {
        Settings settings = settings(Map.of("spurline.blueprint", Named.class.getName()));

        ClusterChoice choice = ClusterChoice.of(ClusterSettings.from(settings), PROVIDERS);

        assertThat(choice)
                .isInstanceOfSatisfying(
                        ClusterChoice.Provided.class,
                        provided -> assertThat(provided.blueprint()).containsInstanceOf(Named.class));
    }

    @Test
    void aBlueprintThatCannotBeMadeIsExplained() {
        assertThatThrownBy(() -> byName("java.lang.String"))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "spurline.blueprint is [java.lang.String] (test spurline.blueprint): it must name a Blueprint with a constructor without parameters: "
                                + "java.lang.ClassCastException: class java.lang.String");
        assertThatThrownBy(() -> byName("no.such.Blueprint"))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "spurline.blueprint is [no.such.Blueprint] (test spurline.blueprint): it must name a Blueprint with a constructor without parameters: "
                                + "java.lang.ClassNotFoundException: no.such.Blueprint");
    }

    @Test
    void aNestedBlueprintIsNamedWithADollar() {
        assertThatThrownBy(() -> byName("dev.spurline.internal.connect.ClusterChoiceTests.Named"))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "spurline.blueprint is [dev.spurline.internal.connect.ClusterChoiceTests.Named] (test spurline.blueprint): it must name a Blueprint with a constructor without parameters: "
                                + "did you mean [dev.spurline.internal.connect.ClusterChoiceTests$Named]?");
    }

    @Test
    void ciNeedsAClusterThatIsNamed() {
        assertThatThrownBy(() -> choose(Map.of("CI", "true"), PROVIDERS))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "No cluster is chosen: the environment variable [CI] is set, and there a cluster must be named. "
                                + "Set spurline.cluster=embedded, spurline.cluster=in-cluster, or spurline.context=<context>");
    }

    @Test
    void ciIsContentWithAClusterThatIsNamed() {
        ClusterChoice choice = choose(Map.of("CI", "true", "spurline.cluster", "embedded"), PROVIDERS);

        assertThat(choice)
                .isEqualTo(new ClusterChoice.Provided(EMBEDDED, Optional.of(BLUEPRINT), "test spurline.cluster"));
    }

    @Test
    void theCurrentContextIsNeverTaken() {
        assertThatThrownBy(() -> choose(Map.of("spurline.cluster", "kubeconfig"), PROVIDERS))
                .isInstanceOf(PreflightException.class)
                .hasMessage("spurline.cluster is [kubeconfig] (test spurline.cluster), but no context is named: "
                        + "set spurline.context. The current context is never used just because it is current");
    }

    @Test
    void nothingAtAllIsExplained() {
        assertThatThrownBy(() -> ClusterChoice.of(ClusterSettings.from(settings(Map.of())), PROVIDERS))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "No cluster is chosen: set spurline.context=<context of your kubeconfig> for a cluster that runs, "
                                + "or name a blueprint for an embedded one (@Sandbox(blueprint = …) or spurline.blueprint). "
                                + "The current context is never used just because it is current");
    }

    @Test
    void aBlueprintWithoutTheModuleIsExplained() {
        assertThatThrownBy(() -> choose(Map.of(), new ClusterProviders(List.of(), List.of())))
                .isInstanceOf(PreflightException.class)
                .hasMessageStartingWith("Blueprint [")
                .hasMessageEndingWith("] needs the embedded cluster, which is not on the class path: "
                        + "add dev.spurline:embedded-cluster, or set spurline.context=<context of your kubeconfig>");
    }

    @Test
    void anUnknownClusterIsRefused() {
        assertThatThrownBy(() -> choose(Map.of("spurline.cluster", "minikube"), PROVIDERS))
                .isInstanceOf(PreflightException.class)
                .hasMessage("Setting [spurline.cluster] is [minikube] by test spurline.cluster, which is not embedded,"
                        + " kubeconfig, in-cluster or the name of a ClusterProvider, of which the class path has"
                        + " [embedded]");
    }

    private static ClusterChoice byName(String blueprint) {
        return ClusterChoice.of(ClusterSettings.from(settings(Map.of("spurline.blueprint", blueprint))), PROVIDERS);
    }

    private static ClusterChoice choose(Map<String, String> values, ClusterProviders providers) {
        return ClusterChoice.of(ClusterSettings.from(settings(values)).withBlueprint(BLUEPRINT), providers);
    }

    private static Settings settings(Map<String, String> values) {
        return name -> Optional.ofNullable(values.get(name)).map(text -> new Settings.Value(text, "test " + name));
    }

    /** A blueprint that a setting can name. */
    public static final class Named implements Blueprint {

        @Override
        public void describe(ClusterSpec cluster) {}
    }
}
