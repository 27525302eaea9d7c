// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.PreflightException;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class UnreadVirtualServicesTests {

    private static final Service PRICING = Serialization.unmarshal("""
            apiVersion: v1
            kind: Service
            metadata: {name: pricing, namespace: shop}
            spec: {selector: {app: pricing}, ports: [{name: http, port: 80}]}
            """, Service.class);

    private static void check(ServiceMesh mesh, String kind, String namespace) {
        Survey survey = Survey.of("shop")
                .mesh(mesh)
                .unread(new Survey.Unread(kind, namespace, Survey.Unread.NOT_GRANTED))
                .build();
        new RouteGuard(survey).check(PRICING);
    }

    @Test
    void refusesAServiceWhoseVirtualServicesCouldNotBeRead() {
        assertThatThrownBy(() -> check(ServiceMesh.ISTIO, "VirtualService", "shop"))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Service [shop/pricing] cannot be routed: VirtualServices of namespace [shop] cannot be read (no permission to list it), and one that routes it would be hidden from requests without a key. Grant list and watch on [virtualservices.networking.istio.io] there, as the Role [spurline-virtual-services] of docs/rbac.yaml does");
    }

    @Test
    void refusesItWhereNoNamespaceCouldBeRead() {
        assertThatThrownBy(() -> check(ServiceMesh.ISTIO, "VirtualService", "*"))
                .hasMessageContaining("cannot be read");
    }

    @Test
    void takesWhatCouldNotBeReadElsewhere() {
        assertThatCode(() -> check(ServiceMesh.ISTIO, "VirtualService", "")).doesNotThrowAnyException();
        assertThatCode(() -> check(ServiceMesh.ISTIO, "VirtualService", "team")).doesNotThrowAnyException();
    }

    @Test
    void takesOtherKindsAndMeshesThatFollowNone() {
        assertThatCode(() -> check(ServiceMesh.ISTIO, "ServiceEntry", "shop")).doesNotThrowAnyException();
        assertThatCode(() -> check(ServiceMesh.LINKERD, "VirtualService", "shop"))
                .doesNotThrowAnyException();
    }
}
