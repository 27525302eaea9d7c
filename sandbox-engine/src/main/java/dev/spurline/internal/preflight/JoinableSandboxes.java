// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.preflight;

import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.internal.plan.RecordedSandbox;
import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.work.RetryPolicy;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the sandbox that is to be joined, or says why there is none. */
public final class JoinableSandboxes {

    private final KubernetesClient client;
    private final LivingSandboxes living;
    private final PermissionQuery permit;

    /**
     * Prepares to look.
     *
     * @param client the client
     * @param living tells which records are those of sandboxes that live
     * @param permit tells whether other namespaces may be looked at
     */
    public JoinableSandboxes(KubernetesClient client, LivingSandboxes living, PermissionQuery permit) {
        this.client = client;
        this.living = living;
        this.permit = permit;
    }

    /**
     * Returns the record of a sandbox that lives.
     *
     * @param namespace where
     * @param key its key
     * @throws PreflightException if none lives there with that key
     */
    public ConfigMap find(String namespace, RoutingKey key) {
        List<ConfigMap> there = living.in(namespace);
        return of(there, key)
                .orElseThrow(() -> new PreflightException(
                        "Sandbox [%s] cannot be joined: %s. Living in namespace [%s]: %s. Open it first, or name one of these with %s"
                                .formatted(
                                        key, absence(namespace, key), namespace, titles(there), Setting.JOIN.key())));
    }

    private static Optional<ConfigMap> of(List<ConfigMap> records, RoutingKey key) {
        return records.stream()
                .filter(record -> key.value().equals(SpurlineLabels.on(record, SpurlineLabels.SANDBOX)))
                .findFirst();
    }

    private String absence(String namespace, RoutingKey key) {
        Optional<ConfigMap> dead = of(living.records(namespace), key);
        if (dead.isPresent()) {
            return "the sandbox of [%s] has ended, and is being removed".formatted(RecordedSandbox.owner(dead.get()));
        }
        return elsewhere(key)
                .map(other ->
                        "it lives in namespace [%s], and namespace [%s] was looked at".formatted(other, namespace))
                .orElseGet(() -> "namespace [%s] has none with that key; it may have ended".formatted(namespace));
    }

    /** Asked only for the message, and only who may list all namespaces is told. */
    private Optional<String> elsewhere(RoutingKey key) {
        if (!permit.granted("list", "", "configmaps", "")) {
            return Optional.empty();
        }
        return RetryPolicy.whole(
                        "LIST configmaps",
                        () -> client.configMaps()
                                .inAnyNamespace()
                                .withLabel(SpurlineLabels.SANDBOX, key.value())
                                .list()
                                .getItems())
                .stream()
                .map(record -> record.getMetadata().getNamespace())
                .findFirst();
    }

    private static String titles(List<ConfigMap> records) {
        return records.isEmpty()
                ? "none"
                : records.stream()
                        .map(record -> "[%s] of [%s]"
                                .formatted(
                                        SpurlineLabels.on(record, SpurlineLabels.SANDBOX),
                                        RecordedSandbox.owner(record)))
                        .sorted()
                        .collect(Collectors.joining(", "));
    }
}
