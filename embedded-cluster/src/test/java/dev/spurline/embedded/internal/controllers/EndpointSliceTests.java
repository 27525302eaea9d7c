// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What EndpointSlices say about the pods behind a Service. */
class EndpointSliceTests extends ControllersTestCase {

    @Test
    void a_pod_appears_with_its_address_and_becomes_ready() {
        client.resource(service("web", new IntOrString(8080), false)).create();
        Pod pod = client.resource(pod("web", Map.of())).create();

        report(pod, "10.244.7.3", false);
        EndpointSlice slice =
                awaitEndpoint("web", endpoint -> !endpoint.getConditions().getReady());

        Endpoint endpoint = slice.getEndpoints().get(0);
        assertThat(slice.getMetadata().getName()).matches("web-[a-z0-9]{5}");
        assertThat(slice.getMetadata().getLabels())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io",
                        "kubernetes.io/service-name", "web"));
        assertThat(slice.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getController()).isTrue();
            assertThat(owner.getBlockOwnerDeletion()).isTrue();
        });
        assertThat(slice.getPorts()).singleElement().satisfies(port -> {
            assertThat(port.getName()).isEqualTo("http");
            assertThat(port.getPort()).isEqualTo(8080);
            assertThat(port.getAppProtocol()).isEqualTo("http");
        });
        assertThat(endpoint.getAddresses()).containsExactly("10.244.7.3");
        assertThat(endpoint.getTargetRef().getUid()).isEqualTo(pod.getMetadata().getUid());
        assertThat(endpoint.getConditions().getServing()).isFalse();
        report(pod, "10.244.7.3", true);
        awaitEndpoint(
                "web",
                ready -> ready.getConditions().getReady()
                        && ready.getConditions().getServing());
    }

    @Test
    void a_pod_that_is_going_serves_and_is_not_ready() {
        client.resource(service("web", new IntOrString(8080), false)).create();
        Pod pod = client.resource(bound(pod("web", Map.of()))).create();
        report(pod, "10.244.7.3", true);
        awaitEndpoint("web", ready -> ready.getConditions().getReady());

        client.resource(pod).withGracePeriod(30).delete();

        awaitEndpoint(
                "web",
                going -> going.getConditions().getTerminating()
                        && going.getConditions().getServing()
                        && !going.getConditions().getReady());
        client.resource(pod).withGracePeriod(0).delete();
        awaitThat(
                "no endpoint",
                () -> slices("web"),
                slices -> endpoints(slices.get(0)).isEmpty());
    }

    @Test
    void not_ready_addresses_are_published_on_request() {
        client.resource(service("headless", new IntOrString(8080), true)).create();
        Pod pod = client.resource(pod("headless", Map.of())).create();

        report(pod, "10.244.7.4", false);

        EndpointSlice slice =
                awaitEndpoint("headless", endpoint -> endpoint.getConditions().getReady());
        assertThat(slice.getEndpoints().get(0).getConditions().getServing()).isFalse();
        assertThat(slice.getMetadata().getLabels()).containsEntry("service.kubernetes.io/headless", "");
    }

    @Test
    void a_named_target_port_is_that_of_the_container() {
        client.resource(service("named", new IntOrString("web"), false)).create();
        Pod pod = client.resource(new PodBuilder(pod("named", Map.of()))
                        .editSpec()
                        .editFirstContainer()
                        .addNewPort()
                        .withName("web")
                        .withContainerPort(9191)
                        .endPort()
                        .endContainer()
                        .endSpec()
                        .build())
                .create();

        report(pod, "10.244.7.5", true);

        EndpointSlice slice =
                awaitEndpoint("named", endpoint -> endpoint.getConditions().getReady());
        assertThat(slice.getPorts())
                .singleElement()
                .satisfies(port -> assertThat(port.getPort()).isEqualTo(9191));
    }

    @Test
    void a_service_without_selector_is_left_alone_and_one_without_pods_has_an_empty_slice() {
        client.resource(new ServiceBuilder(service("manual", new IntOrString(8080), false))
                        .editSpec()
                        .withSelector(null)
                        .endSpec()
                        .build())
                .create();
        client.resource(service("lonely", new IntOrString(8080), false)).create();

        awaitThat("an empty slice", () -> slices("lonely"), slices -> slices.size() == 1);

        assertThat(endpoints(slices("lonely").get(0))).isEmpty();
        assertThat(slices("manual")).isEmpty();
    }

    @Test
    void slices_and_endpoints_go_with_their_service() {
        Service service =
                client.resource(service("web", new IntOrString(8080), false)).create();
        awaitThat("a slice", () -> slices("web"), slices -> slices.size() == 1);
        awaitThat(
                "endpoints",
                () -> client.endpoints().inNamespace(namespace).withName("web").get(),
                found -> found != null);

        client.resource(service).delete();

        awaitThat("no slice", () -> slices("web"), List::isEmpty);
        awaitThat(
                "no endpoints",
                () -> client.endpoints().inNamespace(namespace).list().getItems(),
                List::isEmpty);
    }

    /** A slice without endpoints has null for them, as on a real API server. */
    private static List<Endpoint> endpoints(EndpointSlice slice) {
        return Optional.ofNullable(slice.getEndpoints()).orElse(List.of());
    }

    private static Pod bound(Pod pod) {
        return new PodBuilder(pod)
                .editSpec()
                .withNodeName("elsewhere")
                .endSpec()
                .build();
    }

    private EndpointSlice awaitEndpoint(String service, Predicate<Endpoint> holds) {
        return awaitThat(
                        "endpoint of " + service,
                        () -> slices(service),
                        slices -> slices.size() == 1
                                && endpoints(slices.get(0)).size() == 1
                                && holds.test(endpoints(slices.get(0)).get(0)))
                .get(0);
    }

    private List<EndpointSlice> slices(String service) {
        return client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(namespace)
                .withLabel("kubernetes.io/service-name", service)
                .list()
                .getItems();
    }

    private Service service(String name, IntOrString target, boolean headless) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .addToSelector("app", name)
                .withClusterIP(headless ? "None" : null)
                .withPublishNotReadyAddresses(headless ? true : null)
                .addNewPort()
                .withName("http")
                .withPort(80)
                .withTargetPort(target)
                .withAppProtocol("http")
                .endPort()
                .endSpec()
                .build();
    }
}
