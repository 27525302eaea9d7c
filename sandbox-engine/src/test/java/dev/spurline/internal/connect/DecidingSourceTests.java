// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.ClusterSettings;
import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.cluster.Blueprint;
import dev.spurline.embedded.EmbeddedClusterProvider;
import dev.spurline.internal.provider.ClusterProviders;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cluster and context are one choice, and the strongest source that says anything of them makes it. */
class DecidingSourceTests {

    private static final Blueprint BLUEPRINT = cluster -> {};
    private static final ClusterProviders PROVIDERS =
            new ClusterProviders(List.of(new EmbeddedClusterProvider()), List.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // the stronger source | the weaker one | the choice | what decided
                "context=staging | cluster=embedded | kubeconfig staging | first context, stronger than second cluster [embedded]",
                "cluster=embedded | context=staging | embedded | first cluster, stronger than second context [staging]",
                "context=staging | cluster=in-cluster | kubeconfig staging | first context, stronger than second cluster [in-cluster]",
                "cluster=in-cluster | context=staging | in-cluster | first cluster, stronger than second context [staging]",
                "cluster=in-cluster | cluster=embedded | in-cluster | first cluster, stronger than second cluster [embedded]",
                "cluster=kubeconfig | context=staging | kubeconfig staging | first cluster, its context by second context",
                "cluster=kubeconfig context=a | cluster=embedded | kubeconfig a | first cluster, stronger than second cluster [embedded]",
                "context=a | context=b | kubeconfig a | first context, stronger than second context [b]",
                "context=a | context=a | kubeconfig a | first context",
                "context=a | cluster=kubeconfig | kubeconfig a | first context",
                "context=a | cluster=embedded context=b | kubeconfig a | first context, stronger than second cluster [embedded] and second context [b]",
                "cluster=kubeconfig | cluster=embedded context=b | kubeconfig b | first cluster, its context by second context, stronger than second cluster [embedded]",
                "namespace=shop | cluster=kubeconfig context=a | kubeconfig a | second cluster",
                "- | cluster=embedded | embedded | second cluster",
                // what describes a cluster chooses none
                "kubeconfig=/k context=a | cluster=embedded | kubeconfig a | first context, stronger than second cluster [embedded]",
                "cluster=embedded | kubeconfig=/k | embedded | first cluster",
                // what stands beside it unused in a weaker source contradicts nothing
                "cluster=embedded | kubeconfig=/k blueprint=B | embedded | first cluster",
                "cluster=embedded | context=a blueprint=B kubeconfig=/k | embedded | first cluster, stronger than second context [a]",
                "context=a | cluster=embedded kubeconfig=/k | kubeconfig a | first context, stronger than second cluster [embedded]",
                "cluster=kubeconfig | context=a blueprint=B | kubeconfig a | first cluster, its context by second context",
                "cluster=in-cluster | cluster=embedded context=a | in-cluster | first cluster, stronger than second cluster [embedded] and second context [a]",
                "cluster=kubeconfig context=a kubeconfig=/k | - | kubeconfig a | first cluster",
                "context=a | blueprint=B | kubeconfig a | first context"
            })
    void theStrongestSourceDecides(String strong, String weak, String choice, String reason) {
        ClusterChoice chosen = choose(strong, weak);

        assertThat(described(chosen)).isEqualTo(choice);
        assertThat(chosen.reason()).isEqualTo(reason);
    }

    @Test
    void aBlueprintOfTheClassIsTheWeakest() {
        assertThat(described(choose("context=staging"))).isEqualTo("kubeconfig staging");
        assertThat(described(choose("namespace=shop"))).isEqualTo("embedded");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cluster=embedded | context=staging | only [kubeconfig] has contexts",
                "cluster=in-cluster | context=staging | only [kubeconfig] has contexts",
                "cluster=embedded | kubeconfig=/k | only [kubeconfig] is described by one",
                "cluster=in-cluster | kubeconfig=/k | only [kubeconfig] is described by one",
                "cluster=in-cluster | blueprint=com.example.Shop | only [embedded] is described by one",
                "cluster=kubeconfig | blueprint=com.example.Shop | only [embedded] is described by one",
                "context=staging | blueprint=com.example.Shop | only [embedded] is described by one"
            })
    void aSourceThatContradictsItselfIsRefused(String choice, String contrary, String why) {
        assertThatThrownBy(() -> choose("namespace=a", contrary + " " + choice))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "spurline.%s is [%s] (second %1$s) and spurline.%s is [%s] (second %3$s): %s. Keep one of them",
                        choice.split("=", 2)[0],
                        choice.split("=", 2)[1],
                        contrary.split("=", 2)[0],
                        contrary.split("=", 2)[1],
                        why);
    }

    @Test
    void aStrongerKubeconfigThatNobodyWouldReadIsRefused() {
        assertThatThrownBy(() -> choose("kubeconfig=/k", "cluster=embedded"))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "spurline.kubeconfig is [/k] (first kubeconfig), but the cluster is [embedded] by the weaker second cluster. Set spurline.context=<context> beside it, or spurline.cluster=embedded if it is not meant");
        assertThatThrownBy(() -> choose("kubeconfig=/k", "cluster=in-cluster"))
                .isInstanceOf(PreflightException.class)
                .hasMessageStartingWith(
                        "spurline.kubeconfig is [/k] (first kubeconfig), but the cluster is [in-cluster] by");
    }

    @Test
    void aStrongerBlueprintThatNobodyWouldReadIsRefused() {
        assertThatThrownBy(() -> choose("blueprint=com.example.Shop", "context=staging"))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "spurline.blueprint is [com.example.Shop] (first blueprint), but the cluster is [kubeconfig] by the weaker second context. Set spurline.cluster=embedded beside it, or spurline.cluster=kubeconfig if it is not meant");
    }

    @Test
    void aKubeconfigWithoutAContextIsRefused() {
        assertThatThrownBy(() -> choose("kubeconfig=/k"))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "No cluster is chosen: spurline.kubeconfig is [/k] (first kubeconfig), but no context is named: set spurline.context=<context>, or spurline.cluster=embedded. The current context is never used just because it is current");
    }

    @Test
    void aKubeconfigClusterNeedsAContextOfAnySource() {
        assertThatThrownBy(() -> choose("cluster=kubeconfig", "cluster=embedded"))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "spurline.cluster is [kubeconfig] (first cluster), but no context is named: set spurline.context. The current context is never used just because it is current");
    }

    private static String described(ClusterChoice choice) {
        return choice instanceof ClusterChoice.Kubeconfig kubeconfig
                ? "kubeconfig " + kubeconfig.context()
                : choice.kind();
    }

    /** Chooses by sources, strongest first, and a blueprint of the test class. */
    private static ClusterChoice choose(String... sources) {
        List<String> titles = List.of("first", "second");
        List<Settings> all = IntStream.range(0, sources.length)
                .mapToObj(i -> source(titles.get(i), sources[i]))
                .toList();
        return ClusterChoice.of(ClusterSettings.from(new Sources(all)).withBlueprint(BLUEPRINT), PROVIDERS);
    }

    private static Settings source(String title, String text) {
        Map<String, String> values = text == null
                ? Map.of()
                : Arrays.stream(text.split(" "))
                        .map(pair -> pair.split("="))
                        .collect(java.util.stream.Collectors.toMap(pair -> "spurline." + pair[0], pair -> pair[1]));
        return name -> Optional.ofNullable(values.get(name))
                .map(value -> new Settings.Value(value, title + " " + name.replace("spurline.", "")));
    }

    private record Sources(List<Settings> sources) implements Settings {

        @Override
        public Optional<Value> find(String name) {
            return findAll(name).stream().findFirst();
        }
    }
}
