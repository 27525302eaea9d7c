// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Names a workload as in {@code kubectl}: its kind and its name.
 *
 * @param kind the kind in the singular and in lower case, such as {@code deployment}
 * @param name the name of the object
 * @since 0.1
 */
public record Workload(String kind, String name) {

    private static final Map<String, List<String>> ALSO = Map.of(
            "deployment", List.of("deployments", "deploy"),
            "statefulset", List.of("statefulsets", "sts"),
            "rollout", List.of("rollouts", "ro"),
            "cronjob", List.of("cronjobs", "cj"),
            "daemonset", List.of("daemonsets", "ds"),
            "replicaset", List.of("replicasets", "rs"),
            "job", List.of("jobs"),
            "pod", List.of("pods", "po"));

    /** Takes plurals and {@code kubectl}'s short names of a kind for the kind: both name one workload. */
    public Workload {
        kind = singular(kind.toLowerCase(Locale.ROOT));
    }

    private static String singular(String kind) {
        return ALSO.entrySet().stream()
                .filter(entry -> entry.getValue().contains(kind))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(kind);
    }

    /**
     * Reads {@code pricing}, {@code deployment/pricing}, {@code statefulset/pricing}, {@code rollout/pricing} or
     * {@code cronjob/pricing}; a bare name is a Deployment. Plurals and short names, such as {@code deploy}, serve too.
     *
     * @param text the text to read
     * @return the workload it names
     * @throws IllegalArgumentException if the text is blank or has an empty part
     */
    public static Workload parse(String text) {
        String[] parts = text.trim().split("/", -1);
        if (parts.length > 2 || parts[0].isBlank() || parts[parts.length - 1].isBlank()) {
            throw new IllegalArgumentException(
                    "Workload [%s] is neither [name] nor [kind/name], such as [pricing] or [deployment/pricing]"
                            .formatted(text));
        }
        return parts.length == 1 ? new Workload("deployment", parts[0]) : new Workload(parts[0], parts[1]);
    }

    /** Returns whether it is a CronJob, of which a fork runs only when it is asked to. */
    public boolean runsOnRequest() {
        return kind.equals("cronjob");
    }

    @Override
    public String toString() {
        return kind + "/" + name;
    }
}
