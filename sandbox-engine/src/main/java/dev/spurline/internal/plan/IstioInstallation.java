// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.PreflightException;
import dev.spurline.internal.survey.IstioDefaults;
import dev.spurline.internal.survey.IstioRevision;
import dev.spurline.internal.survey.MeshSigns;
import dev.spurline.internal.survey.ObjectLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells how Istio is installed, as far as that decides who follows routes of sandboxes: where istiod is, which namespaces it looks
 * at, of which revision proxies are, and whether the mesh has other clusters.
 */
final class IstioInstallation {

    private static final String NETWORK = "topology.istio.io/network";
    private static final String NAME = "kubernetes.io/metadata.name";

    private final Survey survey;
    private final Set<String> callers;
    private final Map<String, List<Pod>> proxied;

    /**
     * Prepares for a survey.
     *
     * @param callers namespaces that were not read, of which workloads are named as callers
     */
    IstioInstallation(Survey survey, Set<String> callers) {
        this.survey = survey;
        this.callers = callers;
        this.proxied = survey.mesh().istio()
                ? survey.pods().stream()
                        .filter(MeshSigns::istioSidecar)
                        .collect(Collectors.groupingBy(
                                pod -> pod.getMetadata().getNamespace(), TreeMap::new, Collectors.toList()))
                : Map.of();
    }

    /**
     * Checks that the control plane looks at the namespaces of the sandbox.
     *
     * @return what is to be told, a sentence each
     * @throws PreflightException if no proxy would follow what is there
     */
    List<String> check() {
        List<String> told = new ArrayList<>();
        if (survey.mesh().istio()) {
            survey.read().forEach(namespace -> undiscovered(namespace).ifPresent(told::add));
            callers.forEach(namespace -> undiscovered(namespace).ifPresent(told::add));
        }
        told.addAll(external());
        told.addAll(networks());
        told.addAll(revisions());
        return told;
    }

    /** MeshConfig, discoverySelectors: a namespace counts if one of them selects it. */
    private Optional<String> undiscovered(String namespace) {
        for (IstioDefaults defaults : defaults(namespace)) {
            List<PodSelector> selectors =
                    defaults.discoverySelectors().stream().map(PodSelector::of).toList();
            Map<String, String> labels = labels(namespace);
            if (!selectors.isEmpty() && selectors.stream().noneMatch(selector -> selector.selects(labels))) {
                String what = "%s (discoverySelectors in ConfigMap [%s])".formatted(selectors, defaults.configMap());
                if (object(namespace).isPresent()) {
                    throw new PreflightException(
                            "Istio looks at namespaces with certain labels alone, %s, which namespace [%s] does not have, so that no proxy would follow a route there: label it so, or open the sandbox in a namespace that Istio looks at"
                                    .formatted(what, namespace));
                }
                return Optional.of(
                        "Istio looks at namespaces with certain labels alone, %s; those of namespace [%s] cannot be read: without them no proxy follows a route there"
                                .formatted(what, namespace));
            }
        }
        return Optional.empty();
    }

    /** Of the control planes whose proxies run in a namespace; of all, where none is seen. */
    private List<IstioDefaults> defaults(String namespace) {
        Set<String> configMaps = revisions(namespace).stream()
                .map(revision -> revision.namespace() + "/" + revision.configMap())
                .collect(Collectors.toSet());
        return survey.istio().stream()
                .filter(defaults -> configMaps.isEmpty() || configMaps.contains(defaults.configMap()))
                .toList();
    }

    private Set<IstioRevision> revisions(String namespace) {
        return proxied.getOrDefault(namespace, List.of()).stream()
                .map(IstioRevision::of)
                .collect(Collectors.toSet());
    }

    private Optional<Namespace> object(String name) {
        return survey.namespaces().stream()
                .filter(namespace -> namespace.getMetadata().getName().equals(name))
                .findFirst();
    }

    /** Every namespace has a label with its name, whoever may read it. */
    private Map<String, String> labels(String namespace) {
        Map<String, String> labels =
                new HashMap<>(object(namespace).map(ObjectLabels::labels).orElse(Map.of()));
        labels.put(NAME, namespace);
        return labels;
    }

    private List<String> external() {
        return proxied.keySet().stream()
                .flatMap(namespace -> revisions(namespace).stream()
                        .filter(IstioRevision::external)
                        .map(IstioRevision::address)
                        .sorted()
                        .distinct()
                        .map(address ->
                                "Proxies in namespace [%s] are told their routes by istiod [%s], which is not in this cluster: they follow a sandbox's only if that istiod reads its objects here. If opening ends because routes are not live, open sandboxes in the cluster that is its config cluster"
                                        .formatted(namespace, address)))
                .toList();
    }

    private List<String> networks() {
        return proxied.entrySet().stream()
                .flatMap(entry -> values(entry.getValue(), IstioInstallation::network).stream()
                        .map(network ->
                                "Proxies in namespace [%s] are of network [%s] of a mesh that may have several clusters (%s): callers in another cluster follow the routes there, so that what they send reaches the baseline, key or not. Where a workload on the way to a fork runs in several clusters, keep its requests in this one (serviceSettings with clusterLocal in MeshConfig)"
                                        .formatted(entry.getKey(), network, NETWORK)))
                .toList();
    }

    private static Set<String> values(List<Pod> pods, Function<Pod, Optional<String>> value) {
        return pods.stream().flatMap(pod -> value.apply(pod).stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<String> network(Pod pod) {
        Stream<String> variable = MeshSigns.proxyContainer(pod).map(Container::getEnv).stream()
                .flatMap(List::stream)
                .filter(each -> each.getName().equals("ISTIO_META_NETWORK"))
                .map(EnvVar::getValue);
        return Stream.concat(Stream.ofNullable(ObjectLabels.labels(pod).get(NETWORK)), variable)
                .filter(value -> value != null && !value.isEmpty())
                .findFirst();
    }

    private List<String> revisions() {
        return proxied.entrySet().stream()
                .map(entry -> Map.entry(
                        entry.getKey(),
                        values(
                                entry.getValue(),
                                pod -> Optional.of(IstioRevision.of(pod).name()))))
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry ->
                        "Proxies in namespace [%s] are of several revisions of Istio: %s. A fork gets the one that new pods get there, and callers follow what their own istiod reads: restart those of a revision that is going"
                                .formatted(entry.getKey(), entry.getValue()))
                .toList();
    }
}
