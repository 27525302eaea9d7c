// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.internal.plan.RecordedSandbox;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The Deployments of the forks of a sandbox that others have opened.
 *
 * @param client reaches them
 * @param sandbox what the record tells
 * @param key the key of the sandbox
 */
public record RecordedDeployments(KubernetesClient client, RecordedSandbox sandbox, String key) {

    /** Returns where forks are. */
    Set<String> namespaces() {
        return sandbox.forks().stream()
                .map(RecordedSandbox.Fork::namespace)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns those that are there. */
    List<Deployment> list() {
        return namespaces().stream()
                .flatMap(namespace -> RetryPolicy.whole(
                        "LIST deployments",
                        () -> client.apps()
                                .deployments()
                                .inNamespace(namespace)
                                .withLabel(SpurlineLabels.SANDBOX, key)
                                .list()
                                .getItems())
                        .stream())
                .toList();
    }

    /** Returns those that the record names and that are not there. */
    public List<String> missing() {
        return missing(list());
    }

    /**
     * Returns those that the record names and that are not among some.
     *
     * @param listed those that are there
     */
    List<String> missing(List<Deployment> listed) {
        Set<String> there = listed.stream()
                .map(deployment -> title(
                        deployment.getMetadata().getNamespace(),
                        deployment.getMetadata().getName()))
                .collect(Collectors.toSet());
        return sandbox.forks().stream()
                .map(fork -> title(fork.namespace(), fork.deployment()))
                .filter(title -> !there.contains(title))
                .toList();
    }

    private static String title(String namespace, String name) {
        return "Deployment %s/%s".formatted(namespace, name);
    }
}
