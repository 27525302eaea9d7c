// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.cluster.internal.text.NearestName;
import dev.spurline.internal.survey.LinkerdPorts;
import dev.spurline.internal.survey.MeshSigns;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the workloads whose proxies may call a fork, as far as a survey can tell: all with a proxy and a ready pod. */
final class CallingWorkloads {

    private final Survey survey;
    private final HiddenCallers hidden;

    /**
     * Prepares for a survey.
     *
     * @param hidden knows what callers are told nothing of
     */
    CallingWorkloads(Survey survey, HiddenCallers hidden) {
        this.survey = survey;
        this.hidden = hidden;
    }

    /**
     * Returns the callers.
     *
     * @param named those to take, as {@code workload} or {@code namespace/workload}; none takes all that are found
     * @param forked workloads, as {@code namespace/name}, to take only if there is nobody else
     */
    List<CallingWorkload> find(List<String> named, Set<String> forked) {
        List<CallingWorkload> all = all();
        if (!named.isEmpty()) {
            List<String> titles = named.stream().map(this::qualified).toList();
            return all.stream().filter(caller -> titles.contains(title(caller))).toList();
        }
        List<CallingWorkload> others =
                all.stream().filter(caller -> !forked.contains(title(caller))).toList();
        return others.isEmpty() ? all : others;
    }

    /**
     * Returns a sentence for each name that no caller has: its proxy would show nothing, and nobody would notice.
     *
     * @param named those to take, as {@code workload} or {@code namespace/workload}
     */
    List<String> warnings(List<String> named) {
        List<String> titles = all().stream().map(CallingWorkloads::title).toList();
        List<String> absent = named.stream()
                .filter(name -> survey.read().contains(namespace(name)))
                .filter(name -> !titles.contains(qualified(name)))
                .map(name -> absent(name, titles))
                .toList();
        return Stream.concat(absent.stream(), unseen(named).stream()).toList();
    }

    private List<String> unseen(List<String> named) {
        Set<String> seen = WorkloadPods.ready(survey).keySet();
        return named.stream()
                .filter(name -> survey.mesh().istio())
                .filter(name -> !survey.read().contains(namespace(name)) && !seen.contains(name))
                .map(CallingWorkloads::unseen)
                .toList();
    }

    private String absent(String name, List<String> titles) {
        return "spurline.callers names [%s], of which namespace [%s] has no ready pod, so that no proxy of it shows whether routes are live%s"
                .formatted(name, namespace(name), nearest(name, titles));
    }

    /** Where nobody may list pods, it cannot be told whether there are some. */
    private static String unseen(String name) {
        String namespace = name.substring(0, name.indexOf('/'));
        return "spurline.callers names [%s], whose proxy cannot be looked at: its first requests with the key after an opening may still meet the baseline. Grant list on pods, and create and get on pods/portforward, in namespace [%s], and see that it has a ready pod there"
                .formatted(name, namespace);
    }

    private String nearest(String name, List<String> titles) {
        return NearestName.to(qualified(name), titles)
                .map(title -> name.contains("/") ? title : title.replaceFirst("^" + survey.namespace() + "/", ""))
                .map(": did you mean [%s]?"::formatted)
                .orElse("");
    }

    private String qualified(String name) {
        return name.contains("/") ? name : survey.namespace() + "/" + name;
    }

    private String namespace(String name) {
        return qualified(name).substring(0, qualified(name).indexOf('/'));
    }

    private static String title(CallingWorkload caller) {
        return caller.namespace() + "/" + caller.workload();
    }

    private List<CallingWorkload> all() {
        Map<String, List<Pod>> pods = WorkloadPods.ready(survey);
        Predicate<Pod> sign = survey.mesh() == ServiceMesh.ENVOY ? MeshSigns::envoy : MeshSigns::meshed;
        boolean meshed = pods.values().stream().flatMap(List::stream).anyMatch(sign);
        return pods.entrySet().stream()
                .map(entry ->
                        caller(entry.getKey(), entry.getValue(), meshed ? sign : pod -> !MeshSigns.proxyAlone(pod)))
                .filter(caller -> !caller.pods().isEmpty())
                .toList();
    }

    private CallingWorkload caller(String title, List<Pod> pods, Predicate<Pod> chosen) {
        int slash = title.indexOf('/');
        List<Pod> calling = pods.stream().filter(chosen).toList();
        Map<String, Integer> pages = survey.mesh() == ServiceMesh.LINKERD
                ? calling.stream().collect(Collectors.toMap(CallingWorkloads::name, LinkerdPorts::admin))
                : Map.of();
        return new CallingWorkload(
                title.substring(0, slash),
                title.substring(slash + 1),
                calling.stream().map(CallingWorkloads::name).toList(),
                hidden.services(title),
                pages);
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getName();
    }
}
