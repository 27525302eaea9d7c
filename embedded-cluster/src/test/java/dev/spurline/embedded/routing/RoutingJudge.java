// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.routing.RoutingTarget.RoutingAnswer;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks all cases of a mesh, prints those that fail, and counts. */
public final class RoutingJudge {

    private final ScenarioFile cases;
    private final PrintStream out;
    private final List<String> failures = new ArrayList<>();
    private int passed;

    /**
     * Judges cases.
     *
     * @param out gets what has failed
     */
    public RoutingJudge(ScenarioFile cases, PrintStream out) {
        this.cases = cases;
        this.out = out;
    }

    /** Starts the target for the scenarios of one mesh. */
    @FunctionalInterface
    public interface TargetFactory {
        /** Starts it. */
        RoutingTarget start(Mesh mesh) throws Exception;
    }

    /** Asks all, and ends with the line {@code N passed, N failed}. */
    public RoutingJudge judge(TargetFactory targets) {
        cases.problems().forEach(problem -> fail(problem, problem));
        Set<Mesh> meshes = cases.scenarios().stream()
                .map(scenario -> scenario.mesh().kind())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        meshes.forEach(mesh -> judge(mesh, targets));
        if (passed + failures.size() == 0) {
            fail(
                    "no case",
                    "No case was found: a file ends with .yaml or .yml, and begins with [scenario] and [cases]");
        }
        out.println(summary());
        return this;
    }

    /** Returns what the last line says. */
    String summary() {
        return "%d passed, %d failed".formatted(passed, failures.size());
    }

    /** Returns what has failed: each case by file and name, each other problem as it was printed. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** Returns how many cases were as they have to be. */
    public int passed() {
        return passed;
    }

    private void fail(String what, String text) {
        failures.add(what);
        out.println("FAILED " + text);
    }

    private void judge(Mesh mesh, TargetFactory targets) {
        List<RoutingScenario> scenarios = cases.scenarios().stream()
                .filter(scenario ->
                        scenario.mesh().kind() == mesh && !scenario.cases().isEmpty())
                .toList();
        if (scenarios.isEmpty()) {
            return;
        }
        try (RoutingTarget target = targets.start(mesh)) {
            for (RoutingScenario scenario : scenarios) {
                judge(scenario, target);
            }
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The mesh of %s cannot be started"
                            .formatted(scenarios.get(0).place()),
                    e);
        }
    }

    private void judge(RoutingScenario scenario, RoutingTarget target) {
        try {
            target.enter(scenario);
        } catch (Exception e) {
            scenario.cases()
                    .forEach(each -> fail(
                            title(each),
                            "%s [%s]: the objects of its scenario [%s] cannot be made on the %s: %s"
                                    .formatted(each.place(), each.name(), scenario.name(), target.name(), message(e))));
            return;
        }
        scenario.cases().forEach(each -> judge(scenario, each, target));
    }

    private void judge(RoutingScenario scenario, RoutingCase each, RoutingTarget target) {
        try {
            RoutingAnswer answer = target.ask(each);
            CaseVerdict verdict = CaseVerdict.of(each.expected(), answer);
            if (verdict.passed()) {
                passed++;
            } else {
                fail(title(each), describe(scenario, each, verdict, target));
            }
        } catch (Exception e) {
            fail(
                    title(each),
                    "%s [%s]: the request %s from %s cannot be sent on the %s: %s"
                            .formatted(
                                    each.place(), each.name(), each.request(), each.from(), target.name(), message(e)));
        }
    }

    /** Names a case in a way that does not change with the lines of its file. */
    static String title(RoutingCase each) {
        return each.place().replaceFirst(":[0-9]+$", "") + " [" + each.name() + "]";
    }

    private static String describe(
            RoutingScenario scenario, RoutingCase each, CaseVerdict verdict, RoutingTarget target) {
        String lines = table(each, target).stream()
                .map(line -> "\n             " + line)
                .collect(Collectors.joining());
        return """
                %s [%s] on the %s
                  scenario %s
                  request  %s, from %s
                  expected %s
                  got      %s
                  source   %s
                  routes   of %s to %s%s""".formatted(
                        each.place(),
                        each.name(),
                        target.name(),
                        scenario.name(),
                        each.request(),
                        each.from(),
                        String.join(", ", verdict.expected()),
                        String.join(", ", verdict.got()),
                        each.source(),
                        each.from(),
                        each.request().authority(),
                        lines.isEmpty() ? ": none" : lines);
    }

    /** That the routes cannot be read must not hide what came of the request. */
    private static List<String> table(RoutingCase each, RoutingTarget target) {
        try {
            return target.table(each);
        } catch (Exception e) {
            return List.of("cannot be read: " + message(e));
        }
    }

    private static String message(Exception e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return message.replaceAll("\\s*\\R\\s*", " ");
    }
}
