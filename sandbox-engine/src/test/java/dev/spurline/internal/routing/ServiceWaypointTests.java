// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.PreflightException;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which waypoint requests to a Service pass. */
class ServiceWaypointTests {

    private static final String ADD =
            ", or add one for the whole namespace with [istioctl waypoint apply --namespace shop --enroll-namespace --wait]";

    private static Service service(String labels, String status) {
        return Serialization.unmarshal("""
                apiVersion: v1
                kind: Service
                metadata: {name: pricing, namespace: shop, labels: {%s}}
                spec: {selector: {app: pricing}, ports: [{name: http, port: 80}]}
                status: {%s}
                """.formatted(labels, status), Service.class);
    }

    private static Namespace namespace(String labels) {
        return Serialization.unmarshal("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: shop, labels: {%s}}
                """.formatted(labels), Namespace.class);
    }

    private static Pod pod(String labels) {
        return Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata: {name: pricing-1, namespace: shop, labels: {app: pricing, %s}}
                spec: {containers: [{name: app}]}
                """.formatted(labels), Pod.class);
    }

    private static ServiceWaypoint waypoint(Service service, HasMetadata... others) {
        List<HasMetadata> objects = new ArrayList<>(List.of(others));
        objects.add(service);
        return ServiceWaypoint.required(
                service,
                Survey.of("shop").mesh(ServiceMesh.ISTIO_AMBIENT).add(objects).build());
    }

    @Test
    void isTheOneThatTheServiceNames() {
        assertThat(waypoint(service("istio.io/use-waypoint: own", ""), namespace("istio.io/use-waypoint: common")))
                .isEqualTo(new ServiceWaypoint("shop", "own"));
    }

    @Test
    void isTheOneOfTheNamespaceElse() {
        assertThat(waypoint(service("", ""), namespace("istio.io/use-waypoint: common")))
                .isEqualTo(new ServiceWaypoint("shop", "common"));
    }

    @Test
    void mayBeInAnotherNamespace() {
        assertThat(waypoint(service("istio.io/use-waypoint: own, istio.io/use-waypoint-namespace: infra", "")))
                .isEqualTo(new ServiceWaypoint("infra", "own"));
    }

    @Test
    void isMissingWhereNothingIsLabelled() {
        assertThatThrownBy(() -> waypoint(service("", ""), namespace("")))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Service [shop/pricing] has no waypoint, without which ambient Istio routes no request: label it, or its namespace, with istio.io/use-waypoint"
                                + ADD);
    }

    @Test
    void isMissingWhereTheServiceWantsNone() {
        assertThatThrownBy(() -> waypoint(
                        service("istio.io/use-waypoint: none", ""), namespace("istio.io/use-waypoint: common")))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Service [shop/pricing] has no waypoint (label istio.io/use-waypoint=none), without which ambient Istio routes no request: take that label off, or let it name a waypoint"
                                + ADD);
    }

    /** What is sent to a Service passes the Service's. */
    @Test
    void isNotTheOneOfThePods() {
        assertThatThrownBy(() -> waypoint(service("", ""), pod("istio.io/use-waypoint: pods")))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Service [shop/pricing] has no waypoint (the label istio.io/use-waypoint=pods of its pods is for requests to their own addresses), without which ambient Istio routes no request: label it, or its namespace, with istio.io/use-waypoint"
                                + ADD);
    }

    @Test
    void isRefusedWhereIstioSaysThatItIsNotThere() {
        String status =
                "conditions: [{type: istio.io/WaypointBound, status: 'False', reason: WaypointIsNotReady, message: 'waypoint \"shop/wyapoint\" is not ready'}]";

        assertThatThrownBy(() -> waypoint(service("istio.io/use-waypoint: wyapoint", status)))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Service [shop/pricing] has the label istio.io/use-waypoint=wyapoint, and Istio says that this waypoint does not take its requests (WaypointIsNotReady: waypoint \"shop/wyapoint\" is not ready), so that no route would be followed: add it with [istioctl waypoint apply --namespace shop --name wyapoint --wait], or correct the label");
    }

    @Test
    void isTakenWhereIstioSaysThatItIsBound() {
        String status =
                "conditions: [{type: istio.io/WaypointBound, status: 'True', reason: WaypointAccepted, message: 'Successfully attached to waypoint shop/own'}]";

        assertThat(waypoint(service("istio.io/use-waypoint: own", status)))
                .isEqualTo(new ServiceWaypoint("shop", "own"));
    }
}
