// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.internal.survey.CustomKind;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Definitions of kinds that other people install, without their rules. */
public final class CustomDefinitions {

    private CustomDefinitions() {}

    /** Returns the manifest of a definition. */
    public static String of(CustomKind kind) {
        return """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata:
                  name: %1$s.%2$s
                  annotations: {api-approved.kubernetes.io: "unapproved, for tests"}
                spec:
                  group: %2$s
                  names: {kind: %3$s, listKind: %3$sList, plural: %1$s, singular: %4$s}
                  scope: %6$s
                  versions:
                  - name: %5$s
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                    subresources: {status: {}}
                """.formatted(
                        kind.plural(),
                        kind.group(),
                        kind.kind(),
                        kind.kind().toLowerCase(Locale.ROOT),
                        version(kind),
                        kind.reach() == CustomKind.Reach.CLUSTER ? "Cluster" : "Namespaced");
    }

    /** Clusters serve TCPRoute and TLSRoute in older versions than the other kinds of their group. */
    private static String version(CustomKind kind) {
        boolean old = kind == CustomKind.TCP_ROUTE || kind == CustomKind.TLS_ROUTE;
        return kind.versions().get(old ? kind.versions().size() - 1 : 0);
    }

    /** Defines a kind, unless the cluster has it; returns what was made. */
    static Optional<CustomResourceDefinition> define(KubernetesClient client, CustomKind kind) {
        CustomResourceDefinition definition =
                client.getKubernetesSerialization().unmarshal(of(kind), CustomResourceDefinition.class);
        try {
            CustomResourceDefinition made = client.resource(definition).create();
            client.resource(made).waitUntilCondition(CustomDefinitions::established, 30, TimeUnit.SECONDS);
            return Optional.of(made);
        } catch (KubernetesClientException e) {
            if (e.getCode() != 409) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static boolean established(@Nullable CustomResourceDefinition definition) {
        return definition != null
                && definition.getStatus() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }
}
