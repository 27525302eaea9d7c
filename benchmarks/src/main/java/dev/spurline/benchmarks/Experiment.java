// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks;

import dev.spurline.benchmarks.result.Measurement;
import java.io.IOException;
import java.util.List;

/** Something that can be measured by itself. What it compares, it measures in the same run. */
public interface Experiment {

    /** Returns its name: that of its file of results, and of its place in docs/benchmarks.md. */
    String name();

    /**
     * Measures.
     *
     * @param effort how often, and with what
     */
    List<Measurement> measure(Effort effort) throws IOException;
}
