// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.cluster.AuditEvent;
import dev.spurline.cluster.ClusterSpec;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rights of docs/rbac.yaml and docs/rbac-istio-system.yaml, and what engines made of them. */
public final class LeastPower {

    public static final String ACCOUNT = "spurline";

    private static final String SYSTEM = """
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: istio-system}
            ---
            """;

    private final Queue<AuditEvent> events = new ConcurrentLinkedQueue<>();

    /** Makes engines of a cluster act with the rights of docs/rbac.yaml and no others. */
    void limit(ClusterSpec cluster, String namespace) {
        cluster.manifests(roles(namespace)).serviceAccount(ACCOUNT).audit(this::take);
    }

    private void take(AuditEvent event) {
        if (event.user().startsWith("system:serviceaccount:") && event.user().endsWith(":" + ACCOUNT)) {
            events.add(event);
        }
    }

    /** Fails if anything was refused for want of a right. */
    void refuseRefusals() {
        assertThat(events.stream()
                        .filter(event -> event.code() == 403)
                        .map(LeastPower::right)
                        .distinct())
                .as("rights that docs/rbac.yaml does not give and an engine asked for")
                .isEmpty();
    }

    /** Forgets what was asked for in a namespace where nothing is granted: what every sandbox needs is read at once. */
    void forget(String namespace) {
        events.removeIf(event -> event.namespace().equals(namespace));
    }

    /** Returns what was asked for in namespaces, as {@code verb resource.group}. */
    Set<String> used() {
        return events.stream()
                .filter(event -> !event.resource().isEmpty())
                .filter(event -> !event.group().equals("authorization.k8s.io"))
                // Where a GET becomes a stream, the server looks for the right to create in a second check.
                .flatMap(event -> event.resource().equals("pods/portforward")
                        ? Stream.of(right(event), "create pods/portforward")
                        : Stream.of(right(event)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns what docs/rbac.yaml gives, as {@code verb resource.group}. */
    static Set<String> granted() {
        return granted(roles("hops"));
    }

    /** Returns what the Roles of a page give, in the same form. */
    static Set<String> granted(String page) {
        KubernetesSerialization serialization = new KubernetesSerialization();
        return Stream.of(page.split("(?m)^---$"))
                .map(yaml -> serialization.<Object>unmarshal(yaml))
                .filter(Role.class::isInstance)
                .flatMap(role -> ((Role) role).getRules().stream())
                .flatMap(LeastPower::rights)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> rights(PolicyRule rule) {
        return rule.getApiGroups().stream()
                .flatMap(group -> rule.getResources().stream()
                        .flatMap(resource -> rule.getVerbs().stream().map(verb -> right(verb, resource, group))));
    }

    private static String right(AuditEvent event) {
        String where = event.namespace().isEmpty() ? " everywhere" : "";
        return right(event.verb(), event.resource(), event.group()) + where;
    }

    private static String right(String verb, String resource, String group) {
        return verb + " " + (group.isEmpty() ? resource : resource + "." + group);
    }

    /** Returns what was asked for but reads and dry-runs, in the order in which it was. */
    Collection<String> writes() {
        Set<String> reads = Set.of("get", "list", "watch");
        return events.stream()
                .filter(event -> !reads.contains(event.verb()) && !event.dryRun())
                .filter(event -> !event.group().equals("authorization.k8s.io"))
                .map(event -> right(event) + " " + event.name())
                .toList();
    }

    /** Returns the Roles of docs/rbac.yaml for a further namespace, bound to the account of the first. */
    public static String roles(String home, String namespace) {
        return Stream.of(page("rbac.yaml", home).split("(?m)^---$"))
                .filter(yaml -> !yaml.contains("kind: ServiceAccount\n"))
                .map(yaml -> yaml.replaceFirst("metadata: \\{", "metadata: {namespace: " + namespace + ", "))
                .collect(Collectors.joining("---\n"));
    }

    /** Returns docs/rbac.yaml and docs/rbac-istio-system.yaml for a namespace. */
    public static String roles(String namespace) {
        return page("rbac.yaml", namespace) + SYSTEM + page("rbac-istio-system.yaml", namespace);
    }

    /** Returns docs/rbac-gateway.yaml for the namespace of a gateway, bound to the account of another. */
    static String gateway(String home, String namespace) {
        return page("rbac-gateway.yaml", home).replace("namespace: edge", "namespace: " + namespace);
    }

    private static String page(String name, String namespace) {
        Path page = Stream.of(Path.of("docs", name), Path.of("..", "docs", name))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        try {
            return Files.readString(page).replace("namespace: shop", "namespace: " + namespace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
