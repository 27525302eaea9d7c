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
package dev.spurline.internal.preflight;

import dev.spurline.PreflightException;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServedKinds;
import dev.spurline.internal.work.Workers;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the server what this user may do, once a namespace: a right that is lost later shows by itself. */
public final class Permissions {

    private static final Logger LOG = LoggerFactory.getLogger(Permissions.class);

    private final KubernetesClient client;
    private final Workers workers;
    private final boolean anchored;
    private final Map<String, CompletableFuture<List<String>>> missing = new ConcurrentHashMap<>();

    /**
     * Asks through a client.
     *
     * @param client the client
     * @param workers run the questions at once
     * @param anchored whether anchors are made
     */
    public Permissions(KubernetesClient client, Workers workers, boolean anchored) {
        this.client = client;
        this.workers = workers;
        this.anchored = anchored;
    }

    /**
     * Starts to ask.
     *
     * @param namespace where
     * @param kinds the custom kinds that are served
     * @return what is missing, each as {@code verb resource}; asked again only if something was
     */
    public CompletableFuture<List<String>> ask(String namespace, ServedKinds kinds) {
        return missing.compute(
                namespace,
                (name, earlier) -> earlier == null || (earlier.isDone() && !granted(earlier))
                        ? workers.start(() -> missing(name, kinds))
                        : earlier);
    }

    private static boolean granted(CompletableFuture<List<String>> answer) {
        return !answer.isCompletedExceptionally() && answer.join().isEmpty();
    }

    /**
     * Refuses if something is missing.
     *
     * @throws PreflightException naming everything that is
     */
    public static void check(String namespace, List<String> missing) {
        if (!missing.isEmpty()) {
            throw new PreflightException(
                    "Permissions are missing in namespace [%s]: [%s]. Ask for a Role with them; nothing was written"
                            .formatted(namespace, String.join(", ", missing)));
        }
    }

    private List<String> missing(String namespace, ServedKinds kinds) {
        List<CompletableFuture<Optional<String>>> asked = needed(kinds).stream()
                .map(right -> workers.start(() -> denied(namespace, right)))
                .toList();
        return asked.stream().map(Workers::join).flatMap(Optional::stream).toList();
    }

    private List<Right> needed(ServedKinds kinds) {
        List<Right> rights = new ArrayList<>(List.of(
                new Right("create", "", "configmaps", ""),
                new Right("delete", "", "configmaps", ""),
                new Right("create", "", "services", ""),
                new Right("create", "apps", "deployments", ""),
                new Right("watch", "apps", "deployments", ""),
                new Right("watch", "", "pods", ""),
                new Right("watch", "", "services", ""),
                new Right("watch", "discovery.k8s.io", "endpointslices", ""),
                new Right("patch", "", "pods", "status"),
                new Right("create", "", "pods", "portforward")));
        if (anchored) {
            rights.add(new Right("create", "batch", "jobs", ""));
            rights.add(new Right("patch", "batch", "jobs", ""));
            rights.add(new Right("delete", "batch", "jobs", ""));
        }
        if (kinds.version(CustomKind.HTTP_ROUTE).isPresent()) {
            rights.add(new Right("create", CustomKind.HTTP_ROUTE.group(), CustomKind.HTTP_ROUTE.plural(), ""));
            rights.add(new Right("delete", CustomKind.HTTP_ROUTE.group(), CustomKind.HTTP_ROUTE.plural(), ""));
        }
        return rights;
    }

    private Optional<String> denied(String namespace, Right right) {
        SelfSubjectAccessReview review = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withVerb(right.verb())
                .withGroup(right.group())
                .withResource(right.resource())
                .withSubresource(right.subresource().isEmpty() ? null : right.subresource())
                .endResourceAttributes()
                .endSpec()
                .build();
        try {
            SelfSubjectAccessReview answer =
                    client.authorization().v1().selfSubjectAccessReview().create(review);
            return Boolean.TRUE.equals(answer.getStatus().getAllowed())
                    ? Optional.empty()
                    : Optional.of(right.toString());
        } catch (KubernetesClientException e) {
            // A server that cannot be asked answers when the right is used.
            LOG.debug("Access review of [{}] is not answered: {}", right, e.getMessage());
            return Optional.empty();
        }
    }

    private record Right(String verb, String group, String resource, String subresource) {

        @Override
        public String toString() {
            String name = subresource.isEmpty() ? resource : resource + "/" + subresource;
            return "%s %s".formatted(verb, group.isEmpty() ? name : name + "." + group);
        }
    }
}
