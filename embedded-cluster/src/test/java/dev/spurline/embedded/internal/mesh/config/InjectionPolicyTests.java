// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.cluster.ClusterSpec.Mesh;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Istio's webhooks as its chart installs them and Linkerd's table, line by line. */
class InjectionPolicyTests {

    private static final Pattern WORD = Pattern.compile("(\\S+)=(\\S+)");

    @ParameterizedTest(name = "namespace {0}, pod {1}: {2}")
    @CsvSource(textBlock = """
                    -                                            | -                                            | false
                    istio-injection=enabled                      | -                                            | true
                    istio-injection=enabled                      | sidecar.istio.io/inject=false                | false
                    istio-injection=enabled                      | sidecar.istio.io/inject=true                 | true
                    istio-injection=enabled                      | sidecar.istio.io/inject=Yes                  | true
                    istio-injection=enabled                      | sidecar.istio.io/inject=no                   | false
                    istio-injection=disabled                     | -                                            | false
                    istio-injection=disabled                     | sidecar.istio.io/inject=true                 | false
                    istio-injection=disabled istio.io/rev=stable | istio.io/rev=stable                          | false
                    istio-injection=on                           | sidecar.istio.io/inject=true                 | false
                    istio.io/rev=stable                          | -                                            | true
                    istio.io/rev=stable                          | sidecar.istio.io/inject=false                | false
                    -                                            | sidecar.istio.io/inject=true                 | true
                    -                                            | sidecar.istio.io/inject=false                | false
                    -                                            | sidecar.istio.io/inject=yes                  | false
                    -                                            | istio.io/rev=stable                          | true
                    -                                            | istio.io/rev=x sidecar.istio.io/inject=false | false
                    istio.io/dataplane-mode=ambient              | -                                            | false
                    """, delimiter = '|')
    void istioInjectsByLabels(String namespace, String pod, boolean injected) {
        assertThat(new InjectionPolicy(Mesh.ISTIO, false)
                        .injects(pod(words(pod), Map.of()), namespace("shop", words(namespace), Map.of())))
                .isEqualTo(injected);
    }

    @ParameterizedTest(name = "namespace {0}, annotation {1}, label {2}: {3}")
    @CsvSource({
        "enabled, false, '', false",
        "enabled, true, '', true",
        "enabled, false, true, true",
        "enabled, true, false, false",
        "'', true, '', false",
    })
    void istiosOlderAnnotationCountsWhereNoLabelIs(
            String namespace, String annotation, String label, boolean injected) {
        Map<String, String> around = namespace.isEmpty() ? Map.of() : Map.of("istio-injection", namespace);
        Map<String, String> own = label.isEmpty() ? Map.of() : Map.of("sidecar.istio.io/inject", label);

        assertThat(new InjectionPolicy(Mesh.ISTIO, false)
                        .injects(
                                pod(own, Map.of("sidecar.istio.io/inject", annotation)),
                                namespace("shop", around, Map.of())))
                .isEqualTo(injected);
    }

    @ParameterizedTest(name = "namespace {0}, pod {1}: {2}")
    @CsvSource({
        "enabled, enabled, true",
        "enabled, '', true",
        "enabled, disabled, false",
        "disabled, enabled, true",
        "'', enabled, true",
        "disabled, disabled, false",
        "'', disabled, false",
        "disabled, '', false",
        "'', '', false",
        "ingress, '', true",
        "'', ingress, true",
        "true, enabled, false",
        "enabled, true, false",
    })
    void linkerdInjectsByAnnotations(String namespace, String pod, boolean injected) {
        assertThat(new InjectionPolicy(Mesh.LINKERD, false)
                        .injects(pod(Map.of(), linkerd(pod)), namespace("shop", Map.of(), linkerd(namespace))))
                .isEqualTo(injected);
    }

    @Test
    void aNamespaceCanShutLinkerdsWebhooksOut() {
        Namespace shut =
                namespace("shop", Map.of("config.linkerd.io/admission-webhooks", "disabled"), linkerd("enabled"));

        assertThat(new InjectionPolicy(Mesh.LINKERD, false).injects(pod(Map.of(), Map.of()), shut))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kube-system", "kube-public", "kube-node-lease", "local-path-storage"})
    void istioIgnoresTheSystemsNamespaces(String name) {
        Namespace system = namespace(name, Map.of("istio-injection", "enabled"), Map.of());

        assertThat(new InjectionPolicy(Mesh.ISTIO, true).injects(pod(Map.of(), Map.of()), system))
                .isFalse();
    }

    @Test
    void linkerdIgnoresTheSystemsNamespace() {
        Namespace system = namespace("kube-system", Map.of(), linkerd("enabled"));

        assertThat(new InjectionPolicy(Mesh.LINKERD, true).injects(pod(Map.of(), Map.of()), system))
                .isFalse();
    }

    @Test
    void aPodOnTheNodesNetworkIsNeverInjected() {
        Namespace both = namespace("shop", Map.of("istio-injection", "enabled"), linkerd("enabled"));
        Pod pod = pod(Map.of("sidecar.istio.io/inject", "true"), linkerd("enabled"));
        pod.getSpec().setHostNetwork(true);

        assertThat(new InjectionPolicy(Mesh.ISTIO, true).injects(pod, both)).isFalse();
        assertThat(new InjectionPolicy(Mesh.LINKERD, true).injects(pod, both)).isFalse();
    }

    @ParameterizedTest(name = "namespace {0}, pod {1}: {2}")
    @CsvSource(textBlock = """
                    -                        | -                             | true
                    istio-injection=disabled | -                             | false
                    -                        | sidecar.istio.io/inject=false | false
                    -                        | sidecar.istio.io/inject=true  | true
                    """, delimiter = '|')
    void whereIstioInjectsByDefaultAPodCanStillRefuse(String namespace, String pod, boolean injected) {
        assertThat(new InjectionPolicy(Mesh.ISTIO, true)
                        .injects(pod(words(pod), Map.of()), namespace("shop", words(namespace), Map.of())))
                .isEqualTo(injected);
    }

    @ParameterizedTest(name = "namespace {0}, pod {1}: {2}")
    @CsvSource({"'', '', true", "disabled, '', false", "'', disabled, false", "disabled, enabled, true"})
    void whereLinkerdInjectsByDefaultAPodCanStillRefuse(String namespace, String pod, boolean injected) {
        assertThat(new InjectionPolicy(Mesh.LINKERD, true)
                        .injects(pod(Map.of(), linkerd(pod)), namespace("shop", Map.of(), linkerd(namespace))))
                .isEqualTo(injected);
    }

    @Test
    void withoutAMeshThereIsNoProxy() {
        Namespace both = namespace("shop", Map.of("istio-injection", "enabled"), linkerd("enabled"));

        assertThat(new InjectionPolicy(Mesh.NONE, true).injects(pod(Map.of(), Map.of()), both))
                .isFalse();
    }

    private static Map<String, String> words(String text) {
        return WORD.matcher(text).results().collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
    }

    private static Map<String, String> linkerd(String word) {
        return word.isEmpty() ? Map.of() : Map.of("linkerd.io/inject", word);
    }

    private static Namespace namespace(String name, Map<String, String> labels, Map<String, String> annotations) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .build();
    }

    private static Pod pod(Map<String, String> labels, Map<String, String> annotations) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("web-1")
                .withNamespace("shop")
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
    }
}
