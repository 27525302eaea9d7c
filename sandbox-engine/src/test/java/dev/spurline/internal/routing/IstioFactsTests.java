// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of objects about Istio itself: its release, its domain, and who sees a VirtualService. */
class IstioFactsTests {

    private static final Set<String> PROVEN = Set.of("1.31");

    @ParameterizedTest
    @CsvSource({
        "docker.io/istio/proxyv2:1.31.0",
        "registry:5000/proxyv2:1.31.4-distroless",
        "gcr.io/x/proxyv2:1.31-alpha@sha256:00"
    })
    void theImageOfASidecarTellsTheRelease(String image) {
        assertThat(IstioVersion.of(survey(sidecar(image))).unproven(PROVEN)).isEmpty();
    }

    @Test
    void anotherReleaseIsNamed() {
        assertThat(IstioVersion.of(survey(sidecar("proxyv2:1.31.0"), sidecar("proxyv2:1.24.2")))
                        .unproven(PROVEN))
                .hasValue("sidecars of [1.24, 1.31] run here");
    }

    @Test
    void withoutATagItIsUnknown() {
        assertThat(IstioVersion.of(survey(sidecar("proxyv2@sha256:00"))).unproven(PROVEN))
                .hasValue("which one runs here cannot be told by the images of its sidecars");
    }

    @Test
    void theDomainIsWhatSidecarsAreTold() {
        assertThat(ClusterDomain.of(survey(sidecar("proxyv2:1.31.0")))).isEqualTo("corp.example");
        assertThat(ClusterDomain.of(survey())).isEqualTo("cluster.local");
    }

    /** The measured classes: private, by name, public; {@code *} among names is public, {@code ~} is nobody. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[.]         | shop | PRIVATE",
                "[shop]      | shop | PRIVATE",
                "[.]         | web  | HIDDEN",
                "[web]       | web  | BY_NAME",
                "[web]       | shop | HIDDEN",
                "[web, '*']  | web  | PUBLIC",
                "['~', web]  | web  | HIDDEN",
                "[]          | web  | PUBLIC"
            })
    void exportToSaysWhoSeesAVirtualService(String exportTo, String caller, Visibility expected) {
        GenericKubernetesResource object = JsonTrees.value(
                JsonTrees.parse(
                        "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a, namespace: shop}, spec: {exportTo: %s}}"
                                .formatted(exportTo)),
                GenericKubernetesResource.class);

        assertThat(Visibility.of(object, caller, List.of("*"))).isEqualTo(expected);
    }

    private static Survey survey(Pod... pods) {
        return Survey.of("shop").add(Stream.of(pods).toList()).build();
    }

    private static Pod sidecar(String image) {
        return JsonTrees.value(JsonTrees.parse("""
                metadata: {name: front, namespace: shop}
                spec:
                  containers:
                  - {name: app, image: "front:1"}
                  - {name: istio-proxy, image: "%s", args: [proxy, sidecar, --domain, $(POD_NAMESPACE).svc.corp.example]}
                """.formatted(image)), Pod.class);
    }
}
