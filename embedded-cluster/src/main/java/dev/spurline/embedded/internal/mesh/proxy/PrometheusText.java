// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

/** Writes counters in Prometheus' text format. */
final class PrometheusText {

    private final StringBuilder text = new StringBuilder();

    PrometheusText type(String name) {
        return type(name, "counter");
    }

    PrometheusText type(String name, String type) {
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /** Appends a sample; labels are names and values in turn. */
    PrometheusText sample(String name, long value, String... labels) {
        text.append(name).append('{');
        for (int index = 0; index < labels.length; index += 2) {
            text.append(index == 0 ? "" : ",")
                    .append(labels[index])
                    .append("=\"")
                    .append(escape(labels[index + 1]))
                    .append('"');
        }
        text.append("} ").append(value).append('\n');
        return this;
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
