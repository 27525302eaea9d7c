// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.spring;

import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.examples.spring.orders.Orders;
import dev.spurline.examples.spring.tax.Tax;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Two Spring Boot applications, each a process of its own, as in a real cluster. */
public final class OfficeCluster implements Blueprint {

    @Override
    public void describe(ClusterSpec cluster) {
        cluster.namespace("office")
                .manifests("classpath:k8s/office.yaml")
                .manifests("classpath:k8s/telemetry.yaml")
                .ingress("orders");
        // As on the shared cluster: the tests may do no more than the Roles of docs/rbac.yaml give.
        cluster.manifests(roles("office")).serviceAccount("spurline");
        cluster.images().javaProcess("office/orders:*", Orders.class).javaProcess("office/tax:*", Tax.class);
    }

    private static String roles(String namespace) {
        try (InputStream roles = OfficeCluster.class.getResourceAsStream("/rbac.yaml")) {
            return new String(roles.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("namespace: shop", "namespace: " + namespace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
