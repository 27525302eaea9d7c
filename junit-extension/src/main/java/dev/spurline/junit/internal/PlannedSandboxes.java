// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.SandboxException;
import dev.spurline.Settings;
import dev.spurline.framework.SpecFingerprint;
import dev.spurline.junit.internal.RunSandboxes.Need;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.platform.commons.JUnitException;

/**
 * The shared sandboxes of the classes of one test plan. A class that has a builder is not asked what it builds, because that
 * would initialize the class: until it begins, it may need any of them.
 */
final class PlannedSandboxes {

    /** Jupiter's part of a unique id: behind that of a suite, if the class is run by one. */
    private static final String JUPITER = "[engine:junit-jupiter]";

    /** Static because the launcher makes the listener that fills it, and JUnit the extension that reads it. */
    private static final List<PlannedSandboxes> EXECUTING = new ArrayList<>();

    private final Object plan;
    private final Map<String, RunSandboxes> byClass = new HashMap<>();

    private PlannedSandboxes(Object plan) {
        this.plan = plan;
    }

    /**
     * Takes the classes of a plan that begins.
     *
     * @param plan identifies the plan
     * @param classes its test classes by their unique ids, in the order in which they run
     * @param settings reads the settings of the plan; not asked where no class has a sandbox
     */
    static void begin(Object plan, Map<String, Class<?>> classes, Supplier<Settings> settings) {
        Map<String, Map<String, Class<?>>> byEngine = new LinkedHashMap<>();
        classes.forEach((id, type) -> {
            if (id.contains(JUPITER) && DeclarationFinder.mayBeDeclared(type)) {
                byEngine.computeIfAbsent(engine(id), any -> new LinkedHashMap<>())
                        .put(id, type);
            }
        });
        PlannedSandboxes planned = new PlannedSandboxes(plan);
        byEngine.values().forEach(some -> planned.add(some, settings));
        synchronized (EXECUTING) {
            EXECUTING.add(planned);
        }
    }

    /** Each execution of Jupiter has a store of its own. */
    private static String engine(String id) {
        return id.substring(0, id.indexOf(JUPITER));
    }

    private void add(Map<String, Class<?>> classes, Supplier<Settings> settings) {
        Map<String, Need> needs = new LinkedHashMap<>();
        List<String> undecided = new ArrayList<>();
        classes.forEach((id, type) -> {
            if (DeclarationFinder.hasBuilder(type)) {
                undecided.add(id);
            } else {
                need(type, settings).ifPresent(need -> needs.put(id, need));
            }
        });
        RunSandboxes sandboxes = RunSandboxes.planned(needs, undecided);
        classes.keySet().forEach(id -> byClass.put(id, sandboxes));
    }

    /** What is wrong with a declaration or the settings is told where the class begins. */
    private static Optional<Need> need(Class<?> type, Supplier<Settings> settings) {
        try {
            return DeclarationFinder.annotated(type)
                    .filter(declaration -> declaration.isShared(settings.get()))
                    .map(SandboxDeclaration::definition)
                    .map(definition -> new Need(
                            definition.blueprint(),
                            SpecFingerprint.of(definition.toSpec(settings.get(), type.getName()), settings.get())));
        } catch (JUnitException | SandboxException e) {
            return Optional.empty();
        }
    }

    /** Returns the sandboxes of the plan, among those that are being executed, that has a class or one of its invocations. */
    static Optional<RunSandboxes> of(String id) {
        synchronized (EXECUTING) {
            return EXECUTING.stream()
                    .flatMap(planned -> planned.byClass.entrySet().stream()
                            .filter(its -> isWithin(id, its.getKey()))
                            .map(Map.Entry::getValue)
                            .distinct())
                    // The class may be run again by a plan within a plan.
                    .reduce((older, younger) -> younger);
        }
    }

    /** Takes note that a class, and all that is nested in it, is done or will not begin. */
    static void done(String id) {
        List<Runnable> ends = new ArrayList<>();
        synchronized (EXECUTING) {
            EXECUTING.forEach(planned -> planned.byClass.forEach((its, sandboxes) -> {
                if (isWithin(its, id)) {
                    ends.add(() -> sandboxes.done(its));
                }
            }));
        }
        ends.forEach(Runnable::run);
    }

    private static boolean isWithin(String inner, String outer) {
        return inner.equals(outer) || inner.startsWith(outer + "/");
    }

    /** Forgets a plan that has been executed. */
    static void end(Object plan) {
        synchronized (EXECUTING) {
            EXECUTING.removeIf(planned -> planned.plan == plan);
        }
    }
}
