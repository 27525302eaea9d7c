// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All DestinationRules, by who gets them. A caller's namespace comes first, then that of the Service, then Istio's root
 * namespace; in the first that has rules for a host, the one of the most specific host counts.
 *
 * <p>Source: setDestinationRules and destinationRule in istiod's {@code pilot/pkg/model/push_context.go}.
 */
final class HostDestinationRules {

    private static final String PUBLIC = "*";
    private static final String PRIVATE = ".";

    private static final Comparator<DestinationRule> ORDER = Comparator.<DestinationRule, Boolean>comparing(
                    rule -> rule.workloadSelector().isEmpty())
            .thenComparing(DestinationRule::created)
            .thenComparing(DestinationRule::name)
            .thenComparing(DestinationRule::namespace);

    private final IstioMeshConfig defaults;
    private final Map<String, HostRules> local = new HashMap<>();
    private final Map<String, HostRules> exported = new HashMap<>();
    private final HostRules rootOnly = new HostRules();

    HostDestinationRules(Collection<DestinationRule> rules, IstioMeshConfig defaults) {
        this.defaults = defaults;
        rules.stream().sorted(ORDER).forEach(this::add);
    }

    private void add(DestinationRule rule) {
        String namespace = rule.namespace();
        Set<String> to = rule.exportTo();
        if (to.isEmpty() || to.contains(PUBLIC) || to.contains(PRIVATE) || to.contains(namespace)) {
            local.computeIfAbsent(namespace, key -> new HostRules()).add(rule);
        }
        if (!isPrivate(rule)) {
            exported.computeIfAbsent(namespace, key -> new HostRules()).add(rule);
        } else if (namespace.equals(defaults.rootNamespace())) {
            rootOnly.add(rule);
        }
    }

    private boolean isPrivate(DestinationRule rule) {
        Set<String> to = rule.exportTo();
        return to.isEmpty()
                ? defaults.destinationRulesTo().contains(PRIVATE)
                : to.equals(Set.of(PRIVATE)) || to.equals(Set.of(rule.namespace()));
    }

    /**
     * Finds what holds for a caller's requests to a host.
     *
     * @param host the qualified name
     * @param namespace the namespace of its Service
     */
    Optional<DestinationRule> of(String host, String namespace, String callerNamespace, Map<String, String> labels) {
        return list(host, namespace, callerNamespace).stream()
                .filter(rule -> isFor(rule, callerNamespace, labels))
                // Of several that were not merged, a selected one counts, or the last.
                .min(Comparator.comparing(rule -> rule.workloadSelector().isEmpty()))
                .map(first ->
                        first.workloadSelector().isPresent() ? first : last(list(host, namespace, callerNamespace)));
    }

    private static DestinationRule last(List<DestinationRule> rules) {
        return rules.stream()
                .filter(rule -> rule.workloadSelector().isEmpty())
                .reduce((before, after) -> after)
                .orElseThrow();
    }

    private static boolean isFor(DestinationRule rule, String callerNamespace, Map<String, String> labels) {
        return rule.workloadSelector()
                .map(selector -> rule.namespace().equals(callerNamespace)
                        && labels.entrySet().containsAll(selector.entrySet()))
                .orElse(true);
    }

    private List<DestinationRule> list(String host, String namespace, String callerNamespace) {
        boolean fromRoot = callerNamespace.equals(defaults.rootNamespace());
        List<DestinationRule> own = fromRoot
                ? rootOnly.of(host)
                : local.getOrDefault(callerNamespace, HostRules.NONE).of(host);
        if (!own.isEmpty()) {
            return own;
        }
        List<DestinationRule> service = exported(host, namespace, callerNamespace);
        return service.isEmpty() ? exported(host, defaults.rootNamespace(), callerNamespace) : service;
    }

    private List<DestinationRule> exported(String host, String owner, String callerNamespace) {
        return exported.getOrDefault(owner, HostRules.NONE).of(host).stream()
                .filter(rule -> rule.exportTo().isEmpty()
                        || rule.exportTo().contains(PUBLIC)
                        || rule.exportTo().contains(callerNamespace))
                .toList();
    }

    /** The rules of one namespace, by their hosts. */
    private static final class HostRules {

        private static final HostRules NONE = new HostRules();

        private final Map<String, List<DestinationRule>> byHost = new HashMap<>();

        /**
         * Merges a rule into those on the same host that are exported alike, or else keeps it beside them.
         *
         * <p>Source: mergeDestinationRule in istiod's {@code pilot/pkg/model/destination_rule.go}.
         */
        void add(DestinationRule rule) {
            List<DestinationRule> same = byHost.computeIfAbsent(rule.host(), host -> new ArrayList<>());
            boolean separate = true;
            // As in istiod, the last one on the same host decides whether the rule also stands for itself.
            for (int index = 0; index < same.size(); index++) {
                DestinationRule before = same.get(index);
                separate = !isMerged(rule, before);
                if (isExportedAlike(rule, before) && isSelectedAlike(rule, before)) {
                    same.set(index, before.with(rule));
                }
            }
            if (separate) {
                same.add(rule);
            }
        }

        private static boolean isMerged(DestinationRule rule, DestinationRule before) {
            return isExportedAlike(rule, before)
                    && isSelectedAlike(rule, before)
                    && (rule.exportTo().equals(before.exportTo())
                            || rule.workloadSelector().isPresent()
                                    == before.workloadSelector().isPresent());
        }

        private static boolean isExportedAlike(DestinationRule rule, DestinationRule before) {
            return rule.exportTo().equals(before.exportTo())
                    || (!before.exportTo().isEmpty() && rule.exportTo().containsAll(before.exportTo()));
        }

        private static boolean isSelectedAlike(DestinationRule rule, DestinationRule before) {
            return rule.workloadSelector().isEmpty()
                    || before.workloadSelector().isEmpty()
                    || rule.workloadSelector().equals(before.workloadSelector());
        }

        /** Source: MostSpecificHostMatch in istiod's {@code pilot/pkg/model/config.go}. */
        List<DestinationRule> of(String host) {
            List<DestinationRule> exact = byHost.get(host);
            return exact != null
                    ? exact
                    : byHost.keySet().stream()
                            .filter(wildcard -> wildcard.startsWith("*") && host.endsWith(wildcard.substring(1)))
                            .max(Comparator.comparingInt(String::length))
                            .map(byHost::get)
                            .orElse(List.of());
        }
    }
}
