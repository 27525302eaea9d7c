// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.preflight;

import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxSpec;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.settings.Guards;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.watch.ClusterAccess;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Decides whether one sandbox may be opened: guards, rights, its key, and how many sandboxes there are already. */
public final class Preflight {

    private final ClusterAccess cluster;
    private final Guards guards;
    private final PermissionCheck permissions;
    private final LivingSandboxes living;
    private final RoutingKey key;
    private final Set<String> namespaces;
    private final int forks;

    /**
     * Prepares to decide.
     *
     * @param cluster where
     * @param guards what is never allowed
     * @param permissions what this user may do
     * @param spec the sandbox
     * @param namespace its own namespace
     * @param key its routing key
     */
    public Preflight(
            ClusterAccess cluster,
            Guards guards,
            PermissionCheck permissions,
            SandboxSpec spec,
            String namespace,
            RoutingKey key) {
        this.cluster = cluster;
        this.guards = guards;
        this.permissions = permissions;
        this.living = new LivingSandboxes(cluster.client(), cluster.workers());
        this.key = key;
        this.namespaces = namespaces(spec, namespace);
        this.forks = spec.forks().size();
    }

    /**
     * Checks the guards, which takes no request.
     *
     * @throws PreflightException if one forbids the sandbox
     */
    public void checkGuards() {
        namespaces.forEach(guards::checkNamespace);
        guards.checkForks(forks);
    }

    private static Set<String> namespaces(SandboxSpec spec, String namespace) {
        Set<String> namespaces = new LinkedHashSet<>();
        namespaces.add(namespace);
        spec.forks().forEach(fork -> namespaces.add(fork.namespace().orElse(namespace)));
        return namespaces;
    }

    /** Returns the namespaces in which the sandbox has objects, its own first. */
    public Set<String> namespaces() {
        return namespaces;
    }

    /**
     * Starts to ask for the rights that every sandbox needs.
     *
     * @param shared whether engines of a run share the sandbox
     */
    public List<CompletableFuture<Boolean>> askRights(boolean shared) {
        return namespaces.stream().map(where -> permissions.ask(where, shared)).toList();
    }

    /**
     * Checks rights, key and count, and opens the views of the namespaces.
     *
     * @param rights the answers
     * @throws PreflightException if a right is missing, the key is in use, or there are too many sandboxes
     */
    public void check(List<CompletableFuture<Boolean>> rights) {
        checkRights(rights);
        namespaces.forEach(this::count);
    }

    /**
     * Checks rights, and opens the views of the namespaces: for a sandbox that is there.
     *
     * @param rights the answers
     * @throws PreflightException if a right is missing
     */
    public void checkRights(List<CompletableFuture<Boolean>> rights) {
        // A missing right is named with the line that grants it, before the first call that would show it.
        EngineThreads.joinAll(rights);
        // From before the survey is used, so that no change after it is lost.
        namespaces.forEach(cluster.views()::of);
    }

    private void count(String where) {
        List<ConfigMap> records = living.in(where);
        refuseUsedKey(where, key, records);
        guards.checkSandboxes(where, records.size());
    }

    /**
     * Refuses a key that a sandbox has: each would take the other's requests, and their routes have the same names.
     *
     * @param where the namespace
     * @param records those of the sandboxes that live there
     */
    public static void refuseUsedKey(String where, RoutingKey key, List<ConfigMap> records) {
        records.stream()
                .filter(record ->
                        SpurlineLabels.on(record, SpurlineLabels.SANDBOX).equals(key.value()))
                .findFirst()
                .ifPresent(record -> {
                    throw new PreflightException(
                            "Routing key [%s] is in use: a sandbox of [%s] has it in namespace [%s], by engine [%s]. Leave the key out to get a new one"
                                    .formatted(
                                            key,
                                            record.getData().getOrDefault("owner", "unknown"),
                                            where,
                                            SpurlineLabels.on(record, SpurlineLabels.ENGINE)));
                });
    }

    /**
     * Checks the rights that a plan needs beside those of every sandbox.
     *
     * @param shared whether engines of a run share the sandbox
     * @throws PreflightException naming everything that is missing
     */
    public void check(SandboxPlan plan, boolean shared) {
        permissions.check(plan, shared);
    }

    /**
     * Starts to count again, now that the sandbox has records: another engine may have written one after the first count. The
     * sandbox is refused if there are more than the limit allows.
     */
    public CompletableFuture<Boolean> countAgain(List<HasMetadata> records) {
        return cluster.workers()
                .run(() -> records.forEach(record -> guards.checkSandboxes(
                        record.getMetadata().getNamespace(), LivingSandboxes.before(record, living.again(record)))));
    }
}
