// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.Settings;
import dev.spurline.internal.routing.KeyFormat;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.settings.Setting;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a plan depends on besides spec and survey.
 *
 * @param engine the id of the engine, a label value
 * @param settings where {@code spurline.image.<workload>} and the like are looked up
 * @param callers workloads to observe, as {@code name} or {@code namespace/name}; empty takes those found
 * @param rights what may be written
 * @param opened Services that the cluster opens at an ingress gateway of its own, as {@code namespace/name}
 * @param trace what is traced
 * @param joined the sandboxes of others whose forks are reached, too
 */
public record PlanOptions(
        String engine,
        Settings settings,
        List<String> callers,
        OptionalRights rights,
        Set<String> opened,
        TraceScope trace,
        List<ForeignSandbox> joined) {

    /** Copies the collections. */
    public PlanOptions {
        callers = List.copyOf(callers);
        opened = Set.copyOf(opened);
        joined = List.copyOf(joined);
    }

    /** Says what a plan depends on for a cluster that opens no Service. */
    public PlanOptions(String engine, Settings settings, List<String> callers, OptionalRights rights) {
        this(engine, settings, callers, rights, Set.of(), TraceScope.NONE, List.of());
    }

    /** Returns where requests carry the key. */
    KeyFormat format() {
        return format(settings);
    }

    /** Returns where requests carry the key, as far as the settings decide it. */
    static KeyFormat format(Settings settings) {
        return KeyFormat.of(Setting.HEADERS.in(settings));
    }

    /** Returns what the settings put on everything that is made. */
    ObjectMarks marks() {
        return ObjectMarks.of(settings);
    }

    /** Returns whether an anchor owns the sandbox. */
    public boolean anchored() {
        return anchored(settings);
    }

    /** Returns whether anchors own sandboxes, as far as the settings decide it. */
    public static boolean anchored(Settings settings) {
        return !Setting.ANCHOR.in(settings).equals(SpurlineLabels.NO_ANCHOR);
    }

    /** Says what may be written. */
    public PlanOptions with(OptionalRights found) {
        return new PlanOptions(engine, settings, callers, found, opened, trace, joined);
    }

    /** Says which Services the cluster opens. */
    public PlanOptions opening(Set<String> services) {
        return new PlanOptions(engine, settings, callers, rights, services, trace, joined);
    }

    /** Says what is traced. */
    public PlanOptions tracing(TraceScope scope) {
        return new PlanOptions(engine, settings, callers, rights, opened, scope, joined);
    }

    /** Says whose forks are reached, too. */
    public PlanOptions joining(List<ForeignSandbox> sandboxes) {
        return new PlanOptions(engine, settings, callers, rights, opened, trace, sandboxes);
    }

    /** Returns the callers and gateways that are named and live where nothing else is read, by namespace. */
    public Map<String, Set<String>> farWorkloads(Collection<String> read) {
        return far(Stream.concat(callers.stream(), gateways()), read);
    }

    /** Returns the namespaces of named callers in which nothing else is read. */
    Set<String> farCallers(Collection<String> read) {
        return far(callers.stream(), read).keySet();
    }

    /** Returns the namespaces of named gateways in which nothing else is read. */
    Set<String> farGateways(Collection<String> read) {
        return far(gateways(), read).keySet();
    }

    private Stream<String> gateways() {
        return Setting.GATEWAYS.find(settings).stream().flatMap(List::stream);
    }

    private static Map<String, Set<String>> far(Stream<String> workloads, Collection<String> read) {
        Map<String, Set<String>> found = new TreeMap<>();
        workloads
                .filter(name -> name.contains("/"))
                .map(name -> name.split("/", 2))
                .filter(name -> !read.contains(name[0]))
                .forEach(name ->
                        found.computeIfAbsent(name[0], home -> new TreeSet<>()).add(name[1]));
        return found;
    }
}
