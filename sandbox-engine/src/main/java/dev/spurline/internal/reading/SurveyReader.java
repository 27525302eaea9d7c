// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.reading;

import dev.spurline.PreflightException;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.LaterReading;
import dev.spurline.internal.survey.MeshSigns;
import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.survey.ServedKinds;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.watch.PolicyWatches;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads namespaces with one list call a kind, all at once, but for what watches show already. */
public final class SurveyReader {

    private static final int FORBIDDEN = 403;
    private static final List<Class<? extends HasMetadata>> NEEDED =
            List.of(Deployment.class, Service.class, Pod.class);
    private static final List<Class<? extends HasMetadata>> WELCOME = List.of(
            ReplicaSet.class, StatefulSet.class, DaemonSet.class, PodDisruptionBudget.class, NetworkPolicy.class);

    private final KubernetesClient client;
    private final EngineThreads workers;
    private final PermissionQuery permit;
    private final MeshConfigReader meshConfigs;
    private final ObjectSource source;
    private final SurveySharing sharing = new SurveySharing();
    private final Set<String> surveyed = ConcurrentHashMap.newKeySet();
    private CompletableFuture<ServedKinds> served;

    /**
     * Starts to ask which kinds are served; {@link #read(String, Collection, Map)} waits for the answer.
     *
     * @param client reaches the cluster
     * @param workers run the calls
     * @param permit tells what may be read beside what every plan needs
     * @param policies hold what need not be listed again
     */
    public SurveyReader(
            KubernetesClient client, EngineThreads workers, PermissionQuery permit, PolicyWatches policies) {
        this.client = client;
        this.workers = workers;
        this.permit = permit;
        this.source = new ObjectSource(client, permit, policies);
        this.meshConfigs = new MeshConfigReader(client, workers, permit);
        this.served = discover();
    }

    private CompletableFuture<ServedKinds> discover() {
        return workers.start(() -> KindDiscovery.discover(client, workers));
    }

    /** Returns which custom kinds are served; asks again if that could not be told the last time. */
    public ServedKinds served() {
        return EngineThreads.join(asked());
    }

    private synchronized CompletableFuture<ServedKinds> asked() {
        if (served.isCompletedExceptionally()) {
            served = discover();
        }
        return served;
    }

    /** Keeps what later surveys of these namespaces need not list again, from the next one on. */
    public void keep(Collection<String> namespaces) {
        source.keep(namespaces);
    }

    /**
     * Reads the namespaces of a sandbox, each by itself: in one of them more may be granted than in another.
     *
     * @param home the sandbox's own
     * @param others those of forks that name another; may contain the sandbox's own
     * @param callers names of workloads elsewhere, by namespace, of which pods are read where their proxies may be looked at
     * @return what is there
     * @throws PreflightException if there is no such namespace, or what every plan needs cannot be read
     */
    public Survey read(String home, Collection<String> others, Map<String, Set<String>> callers) {
        return read(home, others, callers, ReadingExtent.ALL);
    }

    /**
     * Reads the namespaces of a sandbox that is to be opened. The first time everything is read, for the sweep; later without what
     * belongs to one sandbox alone.
     *
     * @param whole the kinds of which that is read all the same
     */
    public Survey readAgain(
            String home, Collection<String> others, Map<String, Set<String>> callers, Set<CustomKind> whole) {
        boolean known = surveyed.contains(home) && surveyed.containsAll(others);
        Survey survey = read(home, others, callers, known ? ReadingExtent.foreign(whole) : ReadingExtent.ALL);
        surveyed.addAll(survey.read());
        return survey;
    }

    /** Returns the survey that another sandbox keeps if that one has the same content, else this one. */
    public Survey shared(Survey survey) {
        return sharing.shared(survey);
    }

    private Survey read(
            String home, Collection<String> others, Map<String, Set<String>> callers, ReadingExtent extent) {
        Survey.Builder survey = Survey.of(home).read(others).sandboxes(extent.sandboxes());
        Set<String> namespaces = survey.build().read();
        List<CompletableFuture<KindListing>> calls = new ArrayList<>();
        namespaces.forEach(namespace -> calls.addAll(builtIns(namespace, extent)));
        callers.forEach((namespace, workloads) -> calls.add(call(() -> callers(namespace, workloads))));
        Map<String, CompletableFuture<Optional<Namespace>>> found = new LinkedHashMap<>();
        namespaces.forEach(namespace -> found.put(namespace, workers.start(() -> namespace(namespace))));
        ServedKinds kinds = served();
        if (kinds.version(CustomKind.VIRTUAL_SERVICE).isPresent()) {
            meshConfigs.begin();
        }
        kinds.kinds().forEach(kind -> calls.addAll(customs(kind, kinds, namespaces, extent)));
        kinds.kinds().forEach(kind -> survey.serves(kind, kinds.version(kind).orElseThrow()));
        List<KindListing> listings = calls.stream().map(EngineThreads::join).toList();
        listings.forEach(listing -> survey.add(listing.objects()));
        listings.stream()
                .flatMap(listing -> listing.unread().stream())
                .distinct()
                .forEach(survey::unread);
        found.values()
                .forEach(call -> EngineThreads.join(call)
                        .ifPresent(object -> survey.add(
                                source.shared("namespaces", object.getMetadata().getName(), List.of(object)))));
        ServiceMesh mesh = mesh(found, listings);
        return survey.mesh(mesh).istio(meshConfigs.of(mesh, pods(listings))).build();
    }

    /**
     * Reads CronJobs, which concern only those sandboxes that fork one: others need no right to list them.
     *
     * @param namespaces where
     * @return a survey's part
     */
    public LaterReading cronJobs(Collection<String> namespaces) {
        return later(namespaces.stream()
                .map(namespace -> call(() -> welcome(CronJob.class, namespace, ReadingExtent.ALL)))
                .toList());
    }

    private boolean showsProxies(String namespace) {
        return permit.granted("list", "", "pods", namespace)
                && Stream.of("create", "get").allMatch(verb -> permit.granted(verb, "", "pods/portforward", namespace));
    }

    /** Which workload a pod is of is decided later; its name begins with that of the workload. */
    private KindListing callers(String namespace, Set<String> workloads) {
        if (!showsProxies(namespace)) {
            return KindListing.of(List.of());
        }
        try {
            return KindListing.of(source.farPods(namespace).stream()
                    .filter(pod -> workloads.stream()
                            .anyMatch(name -> pod.getMetadata().getName().equals(name)
                                    || pod.getMetadata().getName().startsWith(name + "-")))
                    .toList());
        } catch (KubernetesClientException e) {
            return KindListing.unread("Pod", namespace, e);
        }
    }

    /**
     * Reads ConfigMaps one by one, all at once: those of a namespace may be many and large, and are not for us to read.
     *
     * @param names their names, by namespace
     * @return a survey's part
     */
    public LaterReading configMaps(Map<String, Set<String>> names) {
        return later(names.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(name -> call(() -> configMap(entry.getKey(), name))))
                .toList());
    }

    /** By list, not by get: records are listed, and so this takes no right of its own. */
    private KindListing configMap(String namespace, String name) {
        try {
            return KindListing.of(source.shared(
                    "configmaps",
                    namespace + "/" + name,
                    RetryPolicy.whole(
                            "LIST configmaps",
                            () -> client.configMaps()
                                    .inNamespace(namespace)
                                    .withField("metadata.name", name)
                                    .list()
                                    .getItems())));
        } catch (KubernetesClientException e) {
            return KindListing.unread("ConfigMap", namespace, e);
        }
    }

    private static LaterReading later(List<CompletableFuture<KindListing>> calls) {
        List<KindListing> listings = calls.stream().map(EngineThreads::join).toList();
        return new LaterReading(
                listings.stream()
                        .<HasMetadata>flatMap(listing -> listing.objects().stream())
                        .toList(),
                listings.stream()
                        .flatMap(listing -> listing.unread().stream())
                        .distinct()
                        .toList());
    }

    private List<CompletableFuture<KindListing>> builtIns(String namespace, ReadingExtent extent) {
        List<CompletableFuture<KindListing>> calls = new ArrayList<>();
        NEEDED.forEach(type -> calls.add(call(() -> builtIn(type, namespace, extent))));
        WELCOME.forEach(type -> calls.add(call(() -> welcome(type, namespace, extent))));
        return calls;
    }

    /** One request tells of all namespaces, where that is granted. */
    private List<CompletableFuture<KindListing>> customs(
            CustomKind kind, ServedKinds kinds, Set<String> namespaces, ReadingExtent extent) {
        if (kind.reach() == CustomKind.Reach.CLUSTER && !permit.granted("list", kind.group(), kind.plural(), "")) {
            return List.of(CompletableFuture.completedFuture(KindListing.notGranted(kind.kind(), "*")));
        }
        return far(kind)
                ? List.of(call(() -> custom(kind, kinds, "", extent)))
                : namespaces.stream()
                        .map(namespace -> call(() -> custom(kind, kinds, namespace, extent)))
                        .toList();
    }

    /** What is followed is read only where it can be followed: a later plan would miss what the first one knew. */
    private boolean far(CustomKind kind) {
        return kind.reach() != CustomKind.Reach.NAMESPACE
                && permit.granted("list", kind.group(), kind.plural(), "")
                && (!kind.is(CustomKind.Role.FOREIGN_ROUTE)
                        || permit.granted("watch", kind.group(), kind.plural(), ""));
    }

    /** The sandbox's own namespace decides; if nothing there is meshed, one of the forks'. */
    private static ServiceMesh mesh(
            Map<String, CompletableFuture<Optional<Namespace>>> found, List<KindListing> listings) {
        return found.entrySet().stream()
                .map(call -> MeshSigns.read(EngineThreads.join(call.getValue()), pods(listings, call.getKey())))
                .filter(mesh -> mesh != ServiceMesh.NONE)
                .findFirst()
                .orElse(ServiceMesh.NONE);
    }

    private static List<Pod> pods(List<KindListing> listings, String namespace) {
        return pods(listings).stream()
                .filter(pod -> namespace.equals(pod.getMetadata().getNamespace()))
                .toList();
    }

    private static List<Pod> pods(List<KindListing> listings) {
        return listings.stream()
                .flatMap(listing -> listing.objects().stream())
                .filter(Pod.class::isInstance)
                .map(Pod.class::cast)
                .toList();
    }

    private CompletableFuture<KindListing> call(Supplier<KindListing> listing) {
        return workers.start(listing);
    }

    private Optional<Namespace> namespace(String name) {
        // Namespaces are cluster-wide, and many users may not read even their own.
        return permit.granted("get", "", "namespaces", name)
                ? Optional.ofNullable(RetryPolicy.whole(
                        "GET namespaces",
                        () -> client.namespaces().withName(name).get()))
                : Optional.empty();
    }

    private KindListing welcome(Class<? extends HasMetadata> type, String namespace, ReadingExtent extent) {
        return permit.granted("list", HasMetadata.getGroup(type), HasMetadata.getPlural(type), namespace)
                ? builtIn(type, namespace, extent)
                : KindListing.notGranted(HasMetadata.getKind(type), namespace);
    }

    private KindListing builtIn(Class<? extends HasMetadata> type, String namespace, ReadingExtent extent) {
        try {
            return new KindListing(List.copyOf(source.of(type, namespace, extent)), Optional.empty());
        } catch (KubernetesClientException e) {
            if (NEEDED.contains(type)) {
                throw new PreflightException(
                        "Namespace [%s] cannot be surveyed: listing [%s] failed with [%d %s]%s"
                                .formatted(
                                        namespace,
                                        HasMetadata.getPlural(type),
                                        e.getCode(),
                                        KindListing.reason(e),
                                        e.getCode() == FORBIDDEN ? "; ask for the verb list on it" : ""),
                        e);
            }
            return KindListing.unread(HasMetadata.getKind(type), namespace, e);
        }
    }

    /** Reads a custom kind in a namespace, or in all if that is empty. */
    private KindListing custom(CustomKind kind, ServedKinds kinds, String namespace, ReadingExtent extent) {
        if (!namespace.isEmpty() && !permit.granted("list", kind.group(), kind.plural(), namespace)) {
            return KindListing.notGranted(kind.kind(), namespace);
        }
        try {
            Collection<GenericKubernetesResource> found =
                    source.of(kind, kinds.version(kind).orElseThrow(), namespace, extent);
            boolean near = !namespace.isEmpty() && kind.reach() == CustomKind.Reach.ALL_NAMESPACES;
            return new KindListing(
                    List.copyOf(found),
                    near
                            ? Optional.of(Survey.Unread.elsewhere(kind.kind(), Survey.Unread.NOT_GRANTED))
                            : Optional.empty());
        } catch (KubernetesClientException e) {
            return KindListing.unread(kind.kind(), namespace.isEmpty() ? "*" : namespace, e);
        }
    }
}
