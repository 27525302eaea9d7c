// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.junit.internal.RunSandboxes.Need;
import dev.spurline.junit.internal.RunSandboxes.Wanted;
import dev.spurline.settings.Setting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Disabled;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.commons.support.AnnotationSupport;

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
    private final Map<Optional<Class<? extends Blueprint>>, Optional<RunEngine>> engines = new HashMap<>();

    /** A class that shares a sandbox, and what it asks for. */
    private record Planned(Need need, SandboxSpec spec, boolean disabled) {}

    private PlannedSandboxes(Object plan) {
        this.plan = plan;
    }

    /**
     * Takes the classes of a plan that begins.
     *
     * @param plan identifies the plan
     * @param classes its test classes by their unique ids, in the order in which they run
     * @param settings reads the settings of the plan; not asked where no class has a sandbox
     * @param executes whether the classes will begin: their sandboxes may be opened before
     */
    static void begin(Object plan, Map<String, Class<?>> classes, Supplier<Settings> settings, boolean executes) {
        Map<String, Map<String, Class<?>>> byEngine = new LinkedHashMap<>();
        classes.forEach((id, type) -> {
            if (id.contains(JUPITER) && DeclarationFinder.mayBeDeclared(type)) {
                byEngine.computeIfAbsent(engine(id), any -> new LinkedHashMap<>())
                        .put(id, type);
            }
        });
        PlannedSandboxes planned = new PlannedSandboxes(plan);
        byEngine.values().forEach(some -> planned.add(some, settings, executes));
        synchronized (EXECUTING) {
            EXECUTING.add(planned);
        }
    }

    /** Each execution of Jupiter has a store of its own. */
    private static String engine(String id) {
        return id.substring(0, id.indexOf(JUPITER));
    }

    private void add(Map<String, Class<?>> classes, Supplier<Settings> settings, boolean executes) {
        Map<String, Planned> sharing = new LinkedHashMap<>();
        Map<String, Need> needs = new LinkedHashMap<>();
        List<String> undecided = new ArrayList<>();
        classes.forEach((id, type) -> {
            if (DeclarationFinder.hasBuilder(type)) {
                undecided.add(id);
            } else {
                planned(type, settings).ifPresent(its -> {
                    sharing.put(id, its);
                    needs.put(id, its.need());
                });
            }
        });
        RunSandboxes sandboxes = RunSandboxes.planned(needs, undecided);
        classes.keySet().forEach(id -> byClass.put(id, sandboxes));
        if (executes && !sharing.isEmpty() && mayOpenEarly(settings.get(), undecided)) {
            openEarly(sandboxes, sharing.values(), settings.get());
        }
    }

    /** What is wrong with a declaration or the settings is told where the class begins. */
    private static Optional<Planned> planned(Class<?> type, Supplier<Settings> settings) {
        try {
            return DeclarationFinder.annotated(type)
                    .filter(declaration -> declaration.isShared(settings.get()))
                    .map(SandboxDeclaration::definition)
                    .map(definition -> planned(type, definition, settings.get()));
        } catch (JUnitException | SandboxException e) {
            return Optional.empty();
        }
    }

    private static Planned planned(Class<?> type, SandboxDefinition definition, Settings settings) {
        SandboxSpec spec = definition.toSpec(settings, type.getName());
        boolean disabled = AnnotationSupport.isAnnotated(type, Disabled.class);
        return new Planned(Need.of(definition.blueprint(), spec, settings), spec, disabled);
    }

    /** Which workloads an image may be named for is known only when the classes that have builders are initialized. */
    private static boolean mayOpenEarly(Settings settings, List<String> undecided) {
        return !Setting.DRY_RUN.in(settings)
                && !KeepPolicy.isRefused(settings)
                && (undecided.isEmpty() || settings.names().stream().noneMatch(Setting.IMAGE::covers));
    }

    private void openEarly(RunSandboxes sandboxes, Collection<Planned> classes, Settings settings) {
        Map<Need, Wanted> wanted = new LinkedHashMap<>();
        classes.stream()
                .filter(its -> !its.disabled())
                .forEach(its -> engines.computeIfAbsent(
                                its.need().blueprint(), blueprint -> RunEngines.early(settings, blueprint))
                        .ifPresent(
                                engine -> wanted.putIfAbsent(its.need(), new Wanted(its.need(), its.spec(), engine))));
        sandboxes.openEarly(List.copyOf(wanted.values()), Setting.PARALLEL_OPENINGS.in(settings));
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

    /** Forgets a plan that has been executed, and closes what no class of it has taken. */
    static void end(Object plan) {
        List<PlannedSandboxes> ended = new ArrayList<>();
        synchronized (EXECUTING) {
            EXECUTING.stream().filter(planned -> planned.plan == plan).forEach(ended::add);
            EXECUTING.removeAll(ended);
        }
        ended.forEach(PlannedSandboxes::close);
    }

    /** Where a class has begun, JUnit's stores have closed the sandboxes by now, and have the engines. */
    private void close() {
        byClass.values().stream().distinct().forEach(sandboxes -> closed(sandboxes::close));
        engines.values().stream()
                .flatMap(Optional::stream)
                .forEach(engine -> closed(() -> RunEngines.closeEarly(engine)));
    }

    /** One that cannot be closed does not keep the others open. */
    private static void closed(Runnable closing) {
        try {
            closing.run();
        } catch (RuntimeException e) {
            ProgressReporter.ofRun()
                    .warn("What was opened before the classes began could not be closed: " + FailureText.of(e));
        }
    }
}
