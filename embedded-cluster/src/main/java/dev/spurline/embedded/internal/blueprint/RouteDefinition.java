// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTPRoute definition that a mesh needs, at an API server of others: made where it is missing. */
public final class RouteDefinition implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteDefinition.class);
    private static final String OURS = "/dev/spurline/embedded/internal/apiserver/httproutes.json";
    private static final long SECONDS_TO_BE_SERVED = 30;

    private final KubernetesClient client;
    private final Optional<CustomResourceDefinition> made;

    private RouteDefinition(KubernetesClient client, Optional<CustomResourceDefinition> made) {
        this.client = client;
        this.made = made;
    }

    /** Makes the definition unless it is there; HTTPRoutes are served when this returns. */
    public static RouteDefinition ensure(KubernetesClient client) {
        CustomResourceDefinition ours = ours(client);
        try {
            CustomResourceDefinition made = client.resource(ours).create();
            LOG.info(
                    "Made {}, which the API server did not have",
                    ours.getMetadata().getName());
            client.resource(made).waitUntilCondition(RouteDefinition::isServed, SECONDS_TO_BE_SERVED, TimeUnit.SECONDS);
            return new RouteDefinition(client, Optional.of(made));
        } catch (KubernetesClientException e) {
            if (e.getCode() != 409) {
                throw e;
            }
            return new RouteDefinition(client, Optional.empty());
        }
    }

    private static CustomResourceDefinition ours(KubernetesClient client) {
        try (InputStream json = Objects.requireNonNull(RouteDefinition.class.getResourceAsStream(OURS))) {
            return client.getKubernetesSerialization().unmarshal(json, CustomResourceDefinition.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isServed(CustomResourceDefinition definition) {
        return definition != null
                && definition.getStatus() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                condition.getType().equals("Established") && "True".equals(condition.getStatus()));
    }

    /** Removes the definition if it was made here and no route of it is left. */
    @Override
    public void close() {
        made.ifPresent(definition -> {
            boolean used = !client.genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
                    .inAnyNamespace()
                    .list()
                    .getItems()
                    .isEmpty();
            if (used) {
                LOG.warn(
                        "{} stays: there are HTTPRoutes",
                        definition.getMetadata().getName());
            } else {
                client.resource(definition).delete();
            }
        });
    }
}
