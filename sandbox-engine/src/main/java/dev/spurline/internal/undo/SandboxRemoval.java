// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.undo;

import dev.spurline.CleanupException;
import dev.spurline.internal.apply.SharedRouteWriter;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.survey.ServedKinds;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.text.ShellWord;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.ErrorMessage;
import dev.spurline.internal.work.FailureCollector;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what carries the label of a sandbox. It asks the cluster what there is and trusts no memory, so that closing, a
 * failed opening and a later run's sweep are one and the same, and doing it twice does nothing.
 */
public final class SandboxRemoval {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxRemoval.class);

    private static final int POD_TRIES = 20;

    /** A kind that is not served has nothing to remove. */
    private static final Set<Integer> NOT_SERVED = Set.of(404);

    /** Nor has one that may not even be read: whoever may not list a kind has made none of it. */
    private static final Set<Integer> NOT_READABLE = Set.of(404, 403);

    private static final String NETWORKING = "networking.k8s.io";

    private final KubernetesClient client;
    private final EngineThreads workers;
    private final Supplier<ServedKinds> served;
    private final PermissionQuery permit;
    private final String engine;
    private final String context;
    private final boolean anchored;
    private final SharedRouteRemoval shared;

    /**
     * Removes through a client.
     *
     * @param client the client
     * @param workers run the calls
     * @param served which custom kinds there are
     * @param permit tells which kinds may be listed
     * @param engine the engine's id: a key alone may be another engine's too
     * @param context the context's name, for the command in messages
     * @param anchored whether sandboxes have an anchor, which removes what this could not
     * @param writer takes sandboxes out of what they share
     */
    public SandboxRemoval(
            KubernetesClient client,
            EngineThreads workers,
            Supplier<ServedKinds> served,
            PermissionQuery permit,
            String engine,
            String context,
            boolean anchored,
            SharedRouteWriter writer) {
        this.client = client;
        this.workers = workers;
        this.served = served;
        this.permit = permit;
        this.engine = engine;
        this.context = context;
        this.anchored = anchored;
        this.shared = new SharedRouteRemoval(client, workers, served, permit, writer);
    }

    /**
     * Removes a sandbox of this engine from some namespaces: the routes, and when they are gone all else.
     *
     * @param key the sandbox's key
     * @param namespaces where to look
     * @param routesGone waits until the proxies have forgotten the routes
     * @throws CleanupException if something could not be removed
     */
    public void removeSandbox(String key, Collection<String> namespaces, Runnable routesGone) {
        RemovalClaim own = own(key);
        FailureCollector failures = new FailureCollector();
        failures.run(() -> removeRoutes(key, namespaces));
        failures.run(routesGone);
        failures.run(() -> forEachNamespace(namespaces, namespace -> removeRecord(namespace, key, own)));
        refuseLeftovers(key, namespaces, failures);
    }

    /** Removes the records of a sandbox of this engine that has nothing else; entries with its key are another's. */
    public void removeRecords(String key, Collection<String> namespaces) {
        RemovalClaim own = own(key);
        forEachNamespace(namespaces, where -> remove("configmaps", client.configMaps(), where, own, NOT_SERVED));
    }

    private RemovalClaim own(String key) {
        return RemovalClaim.own(key, engine);
    }

    /** Removes the routes of a sandbox of this engine, and leaves the rest. */
    public void removeRoutes(String key, Collection<String> namespaces) {
        RemovalClaim own = own(key);
        forEachNamespace(namespaces, namespace -> workers.all(routes(namespace, key, own)));
    }

    /** What is the sandbox's alone is deleted, what it shares loses its entries: without the other, either does nothing. */
    private List<Runnable> routes(String namespace, String key, RemovalClaim claim) {
        List<Runnable> routes = new ArrayList<>(custom(CustomKind.Role.ROUTE, namespace, claim));
        routes.addAll(shared.leave(namespace, key));
        return routes;
    }

    /** Removes the routes and forks of a sandbox of this engine, and returns when no pod of it is left, if this user may remove pods. */
    public void removeForks(String key, Collection<String> namespaces) {
        RemovalClaim own = own(key);
        removeRoutes(key, namespaces);
        forEachNamespace(namespaces, namespace -> removePods(namespace, own));
    }

    /** From the top down, or a pod that is gone is made again; a Service that publishes what is not ready must lose it too. */
    private void removePods(String namespace, RemovalClaim own) {
        remove("deployments", client.apps().deployments(), namespace, own, NOT_SERVED);
        remove("jobs", client.batch().v1().jobs(), namespace, own, NOT_READABLE);
        if (permit.granted("delete", "apps", "replicasets", namespace)) {
            remove("replicasets", client.apps().replicaSets(), namespace, own, NOT_READABLE);
        }
        if (!permit.granted("delete", "", "pods", namespace)) {
            // Then the garbage collector does it, a little later.
            return;
        }
        for (int tries = 0; tries < POD_TRIES; tries++) {
            List<Pod> pods = list("pods", client.pods(), namespace, own, NOT_SERVED);
            if (pods.isEmpty()) {
                return;
            }
            pods.forEach(this::removeAtOnce);
        }
    }

    private void removeAtOnce(Pod pod) {
        try {
            RetryPolicy.whole(
                    "DELETE Pod " + pod.getMetadata().getName(),
                    () -> client.resource(pod).withGracePeriod(0).delete());
        } catch (KubernetesClientException e) {
            if (!NOT_READABLE.contains(e.getCode())) {
                throw e;
            }
        }
    }

    private void forEachNamespace(Collection<String> namespaces, Consumer<String> task) {
        workers.all(namespaces.stream()
                .<Runnable>map(namespace -> () -> task.accept(namespace))
                .toList());
    }

    /** With the record goes what it owns; without one, what is left has lost its owner and goes one by one. */
    private void removeRecord(String namespace, String key, RemovalClaim own) {
        if (remove("configmaps", client.configMaps(), namespace, own, NOT_SERVED) == 0) {
            removeOneByOne(namespace, key, own);
        }
    }

    /**
     * Removes what is left of a sandbox, whoever made it.
     *
     * @param living the uids of what holds other sandboxes: what these own stays
     */
    void removeOrphans(String namespace, String key, Set<String> living) {
        removeOneByOne(namespace, key, RemovalClaim.left(key, living));
    }

    /** Takes the entries of sandboxes that do not live out of what others share with them. */
    void removeDeadEntries(String namespace) {
        workers.all(shared.dropDead(namespace));
    }

    private void removeOneByOne(String namespace, String key, RemovalClaim claim) {
        workers.all(routes(namespace, key, claim));
        List<Runnable> builtIn = new ArrayList<>(List.of(
                () -> remove("deployments", client.apps().deployments(), namespace, claim, NOT_SERVED),
                () -> remove("services", client.services(), namespace, claim, NOT_SERVED),
                () -> remove("jobs", client.batch().v1().jobs(), namespace, claim, NOT_SERVED),
                () -> remove("configmaps", client.configMaps(), namespace, claim, NOT_SERVED)));
        if (permit.granted("list", NETWORKING, "networkpolicies", namespace)) {
            builtIn.add(() ->
                    remove("networkpolicies", client.network().v1().networkPolicies(), namespace, claim, NOT_READABLE));
        }
        workers.all(builtIn);
        workers.all(custom(CustomKind.Role.POLICY, namespace, claim));
    }

    private List<Runnable> custom(CustomKind.Role role, String namespace, RemovalClaim claim) {
        ServedKinds there = served.get();
        return there.kinds().stream()
                .filter(kind -> kind.is(role))
                .filter(kind -> permit.granted("list", kind.group(), kind.plural(), namespace))
                .<Runnable>map(kind -> () -> remove(
                        kind.plural(),
                        client.genericKubernetesResources(
                                kind.context(there.version(kind).orElseThrow())),
                        namespace,
                        claim,
                        NOT_READABLE))
                .toList();
    }

    /** Returns how many there were, but for those that were on their way out already and may leave what they own. */
    private <T extends HasMetadata, L extends KubernetesResourceList<T>, R extends Resource<T>> int remove(
            String plural, MixedOperation<T, L, R> kind, String namespace, RemovalClaim claim, Set<Integer> nothing) {
        List<T> labelled = list(plural, kind, namespace, claim, nothing).stream()
                .filter(object -> mine(object, claim))
                .toList();
        workers.all(labelled.stream()
                .<Runnable>map(object -> () -> remove(kind, object))
                .toList());
        return (int) labelled.stream()
                .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
                .count();
    }

    private static boolean mine(HasMetadata object, RemovalClaim claim) {
        if (!claim.on(object)) {
            LOG.warn(
                    "{} [{}/{}] has labels of a sandbox, and others own it: it is left alone",
                    object.getKind(),
                    object.getMetadata().getNamespace(),
                    object.getMetadata().getName());
            return false;
        }
        return true;
    }

    private static <T extends HasMetadata, L extends KubernetesResourceList<T>, R extends Resource<T>> List<T> list(
            String plural, MixedOperation<T, L, R> kind, String namespace, RemovalClaim claim, Set<Integer> nothing) {
        try {
            return RetryPolicy.whole(
                    "LIST " + plural,
                    () -> kind.inNamespace(namespace)
                            .withLabels(claim.labels())
                            .list()
                            .getItems());
        } catch (KubernetesClientException e) {
            if (nothing.contains(e.getCode())) {
                return List.of();
            }
            throw e;
        }
    }

    private static <T extends HasMetadata, L extends KubernetesResourceList<T>, R extends Resource<T>> void remove(
            MixedOperation<T, L, R> kind, T object) {
        RetryPolicy.whole(
                "DELETE %s %s".formatted(object.getKind(), object.getMetadata().getName()),
                () -> kind.inNamespace(object.getMetadata().getNamespace())
                        .withName(object.getMetadata().getName())
                        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                        .delete());
    }

    private void refuseLeftovers(String key, Collection<String> namespaces, FailureCollector failures) {
        if (failures.seen().isEmpty()) {
            return;
        }
        CleanupException exception = new CleanupException(
                "Sandbox [%s] could not be removed from namespace [%s] completely: %s. %s; to remove it now: %s"
                        .formatted(
                                key,
                                String.join(", ", new TreeSet<>(namespaces)),
                                said(failures.seen().get(0)),
                                anchored
                                        ? "Its anchor removes the rest when its lease ends"
                                        : "It has no anchor that would remove the rest",
                                new TreeSet<>(namespaces)
                                        .stream()
                                                .map(namespace -> command(namespace, key))
                                                .collect(Collectors.joining("; "))));
        failures.seen().forEach(exception::addSuppressed);
        throw exception;
    }

    private static String said(RuntimeException failure) {
        return ErrorMessage.of(failure).replaceFirst("\\.$", "");
    }

    /** Returns the command that removes a sandbox from a namespace, there to be pasted. */
    public String command(String namespace, String key) {
        String kubectl = "kubectl --context %s -n %s ".formatted(ShellWord.quoted(context), namespace);
        return "%sdelete %s -l %s=%s".formatted(kubectl, String.join(",", resources()), SpurlineLabels.SANDBOX, key)
                + shared.command(kubectl, key);
    }

    /** Returns kinds in kubectl's words, routes first; what is not among them goes with its owner, the ConfigMap. */
    private List<String> resources() {
        List<String> resources = new ArrayList<>(routeKinds());
        resources.addAll(List.of("deployments", "jobs", "services", "networkpolicies", "configmaps"));
        return resources;
    }

    /** kubectl refuses to delete anything if one of the kinds is not served. */
    private List<String> routeKinds() {
        try {
            return CustomKind.of(CustomKind.Role.ROUTE).stream()
                    .filter(served.get().kinds()::contains)
                    .map(CustomKind::resource)
                    .toList();
        } catch (RuntimeException unreachable) {
            LOG.debug("Which kinds of routes are served cannot be told", unreachable);
            return List.of();
        }
    }
}
