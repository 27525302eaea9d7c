// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.pure;

import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.routing.KeyFormat;
import dev.spurline.internal.routing.SandboxRoute;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Planning a sandbox, making its routes, and finding its key in a header. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PureBenchmark {

    private static final String KEY = "k7f3q5tbma";

    /** A request's baggage, and the expression that looks for a key in it with the engine that Envoy has. */
    @State(Scope.Benchmark)
    public static class BaggageHeader {

        private static final String OTHERS =
                "tenant=7,user=alice,session=8f14e45fceea167a5a36dedd4bea2543,region=eu-west-1";
        private static final com.google.re2j.Pattern EXPRESSION =
                com.google.re2j.Pattern.compile(KeyFormat.baggageRegex("spurline", KEY));

        /** Whose key the header has: that of the route, that of another sandbox, or none. */
        @Param({"its key", "the key of another", "no key"})
        public String key = "";

        private String text = "";

        /** Makes the header. */
        @Setup
        public void makeText() {
            text = switch (key) {
                case "its key" -> OTHERS + ",spurline=" + KEY + ",last=1";
                case "the key of another" -> OTHERS + ",spurline=m2xw4ab7cd,last=1";
                default -> OTHERS;
            };
        }
    }

    @Benchmark
    public SandboxPlan plan(PlannedLane lane) {
        return lane.plan();
    }

    @Benchmark
    public List<SandboxRoute> routes(PlannedLane lane) {
        return lane.routes();
    }

    @Benchmark
    public boolean matchKey(BaggageHeader header) {
        return BaggageHeader.EXPRESSION.matches(header.text);
    }
}
