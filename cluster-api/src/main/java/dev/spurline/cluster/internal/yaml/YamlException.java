// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster.internal.yaml;

/** Says where a text is no YAML of Kubernetes, and why. */
public final class YamlException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final YamlPosition position;

    YamlException(String problem, YamlPosition position) {
        super("line %d, column %d: %s".formatted(position.line(), position.column(), problem));
        this.problem = problem;
        this.position = position;
    }

    /** Returns what is wrong, which may quote the text. */
    public String problem() {
        return problem;
    }

    /** Returns where. */
    public YamlPosition position() {
        return position;
    }
}
