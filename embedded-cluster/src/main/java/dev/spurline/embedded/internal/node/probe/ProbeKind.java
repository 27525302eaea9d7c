// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.probe;

/**
 * What a probe decides.
 *
 * <p>Source: kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#types-of-probe.
 */
public enum ProbeKind {
    STARTUP("Startup", "startup"),
    LIVENESS("Liveness", "liveness"),
    READINESS("Readiness", "readiness");

    private final String title;
    private final String word;

    ProbeKind(String title, String word) {
        this.title = title;
        this.word = word;
    }

    public String title() {
        return title;
    }

    public String word() {
        return word;
    }
}
