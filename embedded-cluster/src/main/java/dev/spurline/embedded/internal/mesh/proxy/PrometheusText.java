/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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
