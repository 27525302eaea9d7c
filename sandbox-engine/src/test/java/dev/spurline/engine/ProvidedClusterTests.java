// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.ClusterSettings;
import dev.spurline.PreflightException;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.Settings;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterException;
import dev.spurline.cluster.ClusterProvider;
import dev.spurline.embedded.EmbeddedCluster;
import dev.spurline.internal.provider.ServicesOnClassPath;
import dev.spurline.settings.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spurline.cluster} picks any provider on the class path by its name. */
class ProvidedClusterTests {

    private static final String HERE = "dev.spurline.engine.ProvidedClusterTests$";

    @TempDir
    private Path directory;

    @Test
    void startsWithoutABlueprintWhatNeedsNone() {
        int closed = Village.CLOSED.get();

        String title = with(Village.class).during(() -> {
            try (SandboxEngine engine = connect(Map.of("spurline.cluster", "Village"))) {
                assertThat(engine.sweep("hamlet", Duration.ofHours(1))).isEmpty();
                return engine.cluster();
            }
        });

        assertThat(title)
                .matches(Pattern.quote("Cluster [village] context [village] at [") + "https?://[^]]+"
                        + Pattern.quote("], Kubernetes v") + "[^ ,]+"
                        + Pattern.quote(
                                ", entry ingress of the village cluster, if it has one, else port-forward, unless"
                                        + " spurline.entry is set, decided by test spurline.cluster"));
        assertThat(Village.CLOSED.get()).isGreaterThan(closed);
    }

    @Test
    void asksForABlueprintWhatNeedsOne() {
        ServicesOnClassPath services = with(Model.class);
        Map<String, String> settings = Map.of("spurline.cluster", "model");

        assertThatThrownBy(() -> services.during(() -> connect(settings)))
                .isInstanceOf(PreflightException.class)
                .hasMessage("Cluster [model] (test spurline.cluster) needs a blueprint: name one with"
                        + " @Sandbox(blueprint = …) or spurline.blueprint");
        assertThatThrownBy(() -> services.during(() -> SandboxEngine.connect(
                        ClusterSettings.from(given(settings)).withBlueprint(spec -> {}))))
                .isInstanceOf(SandboxException.class)
                .hasMessage("no cluster of true");
    }

    @Test
    void refusesABlueprintThatNobodyWouldLookAt() {
        Map<String, String> settings = Map.of("spurline.cluster", "village", "spurline.blueprint", "com.example.Shop");

        assertThatThrownBy(() -> with(Village.class, Model.class).during(() -> connect(settings)))
                .isInstanceOf(PreflightException.class)
                .hasMessage("spurline.cluster is [village] (test spurline.cluster) and spurline.blueprint is"
                        + " [com.example.Shop] (test spurline.blueprint): only [embedded, model] is described by one."
                        + " Keep one of them");
    }

    @Test
    void refusesANameThatNobodyHasAndListsThoseThatThereAre() {
        assertThatThrownBy(() -> with(Village.class, WithoutLibrary.class)
                        .during(() -> connect(Map.of("spurline.cluster", "vilage"))))
                .isInstanceOf(PreflightException.class)
                .hasMessage("Setting [spurline.cluster] is [vilage] by test spurline.cluster, which is not embedded,"
                        + " kubeconfig, in-cluster or the name of a ClusterProvider, of which the class path has"
                        + " [embedded, village]; not usable: [" + HERE + "WithoutLibrary]"
                        + " (java.lang.NoClassDefFoundError: com/example/Library): did you mean [village]?");
    }

    @Test
    void leavesOutThoseThatFailWhenTheyAreAsked() {
        assertThatThrownBy(() -> with(Model.class, Nameless.class, Vague.class, Torn.class)
                        .during(() -> connect(Map.of("spurline.cluster", "modell"))))
                .isInstanceOf(PreflightException.class)
                .hasMessage("Setting [spurline.cluster] is [modell] by test spurline.cluster, which is not embedded,"
                        + " kubeconfig, in-cluster or the name of a ClusterProvider, of which the class path has"
                        + " [embedded, model]; not usable: [" + HERE + "Nameless]"
                        + " (java.lang.NullPointerException: name() is null), [" + HERE + "Vague]"
                        + " (java.lang.NullPointerException: blueprintUse() is null), [" + HERE + "Torn]"
                        + " (java.lang.IllegalStateException: no sign): did you mean [model]?");
    }

    @Test
    void makesProvidersOnceHoweverOftenTheSettingIsRead() {
        int before = Counted.MADE.get();
        Settings settings = given(Map.of("spurline.cluster", "Counted"));

        List<String> read = with(Counted.class)
                .during(() -> Stream.of(1, 2, 3)
                        .map(any -> Setting.CLUSTER.in(settings))
                        .toList());

        assertThat(read).containsExactly("counted", "counted", "counted");
        assertThat(Counted.MADE.get() - before).isEqualTo(1);
    }

    @Test
    void refusesTwoOfOneName() {
        assertThatThrownBy(() -> with(Village.class, OtherVillage.class)
                        .during(() -> connect(Map.of("spurline.cluster", "village"))))
                .isInstanceOf(PreflightException.class)
                .hasMessage("Cluster [village] is provided by 2 classes: [" + HERE + "Village], [" + HERE
                        + "OtherVillage]. Keep one of them on the class path");
    }

    @Test
    void refusesAWordOfTheEngine() {
        assertThatThrownBy(() -> with(Pretender.class).during(() -> connect(Map.of("spurline.cluster", "in-cluster"))))
                .isInstanceOf(PreflightException.class)
                .hasMessage("Provider [" + HERE + "Pretender] has the name [in-cluster], which means a cluster that is"
                        + " not provided: give it another name");
    }

    @Test
    void namesAProviderThatFails() {
        assertThatThrownBy(() -> with(Ruin.class).during(() -> connect(Map.of("spurline.cluster", "ruin"))))
                .isInstanceOf(SandboxException.class)
                .hasMessage("Cluster [ruin] (decided by test spurline.cluster) cannot be started by [" + HERE
                        + "Ruin]: java.lang.IllegalStateException: no roof");
    }

    private ServicesOnClassPath with(Class<?>... providers) {
        return ServicesOnClassPath.of(directory, providers);
    }

    private static SandboxEngine connect(Map<String, String> values) {
        return SandboxEngine.connect(ClusterSettings.from(given(values)));
    }

    private static Settings given(Map<String, String> values) {
        return name -> Optional.ofNullable(values.get(name)).map(text -> new Settings.Value(text, "test " + name));
    }

    /** Knows by itself what to start. */
    public static class Village implements ClusterProvider {

        private static final AtomicInteger CLOSED = new AtomicInteger();

        private static final Blueprint HAMLET = cluster -> cluster.namespace("hamlet");

        @Override
        public String name() {
            return "village";
        }

        @Override
        public ProvidedCluster start(ClusterRequest request) {
            EmbeddedCluster cluster = EmbeddedCluster.start(HAMLET);
            return new ProvidedCluster() {

                @Override
                public String kubeconfig() {
                    return cluster.kubeconfig();
                }

                @Override
                public void close() {
                    CLOSED.incrementAndGet();
                    cluster.close();
                }
            };
        }
    }

    public static final class OtherVillage extends Village {}

    /** Starts nothing without a blueprint, nor with one. */
    public static final class Model implements ClusterProvider {

        @Override
        public String name() {
            return "model";
        }

        @Override
        public BlueprintUse blueprintUse() {
            return BlueprintUse.REQUIRED;
        }

        @Override
        public ProvidedCluster start(ClusterRequest request) {
            throw new ClusterException("no cluster of " + request.blueprint().isPresent());
        }
    }

    /** Counts how often it is made. */
    public static final class Counted extends Refusing {

        private static final AtomicInteger MADE = new AtomicInteger();

        public Counted() {
            MADE.incrementAndGet();
        }

        @Override
        public String name() {
            return "counted";
        }
    }

    public static final class Pretender extends Refusing {

        @Override
        public String name() {
            return "in-cluster";
        }
    }

    public static final class Ruin extends Refusing {

        @Override
        public String name() {
            return "ruin";
        }
    }

    private abstract static class Refusing implements ClusterProvider {

        @Override
        public ProvidedCluster start(ClusterRequest request) {
            throw new IllegalStateException("no roof");
        }
    }

    /** Does as the JVM where a library is absent. */
    public static final class WithoutLibrary extends Refusing {

        public WithoutLibrary() {
            throw new NoClassDefFoundError("com/example/Library");
        }

        @Override
        public String name() {
            return "never";
        }
    }

    @SuppressWarnings("NullAway") // breaks the contract, as code without checks may
    public static final class Nameless extends Refusing {

        @Override
        public String name() {
            return null;
        }
    }

    @SuppressWarnings("NullAway") // breaks the contract, as code without checks may
    public static final class Vague extends Refusing {

        @Override
        public String name() {
            return "vague";
        }

        @Override
        public BlueprintUse blueprintUse() {
            return null;
        }
    }

    public static final class Torn extends Refusing {

        @Override
        public String name() {
            throw new IllegalStateException("no sign");
        }
    }
}
