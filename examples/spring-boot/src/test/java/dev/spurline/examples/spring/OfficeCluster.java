/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.examples.spring;

import dev.spurline.Blueprint;
import dev.spurline.ClusterSpec;
import dev.spurline.examples.spring.orders.Orders;
import dev.spurline.examples.spring.tax.Tax;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

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
        cluster.images().process("office/orders:*", java(Orders.class)).process("office/tax:*", java(Tax.class));
    }

    private static String roles(String namespace) {
        try (InputStream roles = OfficeCluster.class.getResourceAsStream("/rbac.yaml")) {
            return new String(roles.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("namespace: shop", "namespace: " + namespace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> java(Class<?> application) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        return List.of(java, "-XX:TieredStopAtLevel=1", "-cp", classPath, application.getName());
    }
}
