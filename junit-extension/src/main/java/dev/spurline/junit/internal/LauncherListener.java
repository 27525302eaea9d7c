// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.Settings;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Does what an extension cannot: it knows all classes of a run before the first one begins, and it is there for classes
 * that have nothing which would register the extension, such as a parameter of type {@code LiveSandbox} without
 * {@code @Sandbox}. The launcher finds it as a service. It tells what a failure lacks to the log as well as to the failure:
 * that a test has finished is told to the listeners of build tools first, which may have printed it by then.
 */
public final class LauncherListener implements TestExecutionListener {

    /** With it JUnit tells its listeners of tests and executes none. */
    private static final String DRY_RUN = "junit.platform.execution.dryRun.enabled";

    /** For the launcher. */
    public LauncherListener() {}

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        ParameterNames.add(plan.getConfigurationParameters().keySet());
        Map<String, Class<?>> classes = new LinkedHashMap<>();
        Set<Class<?>> types = new LinkedHashSet<>();
        plan.getRoots().forEach(root -> collect(plan, root, classes, types));
        types.forEach(PlannedWorkloads::add);
        ConfigurationParameters parameters = plan.getConfigurationParameters();
        boolean executes = !parameters.getBoolean(DRY_RUN).orElse(false);
        PlannedSandboxes.begin(plan, classes, settings(parameters), executes);
    }

    /** Depth first, in the order in which they run. */
    private static void collect(
            TestPlan plan, TestIdentifier test, Map<String, Class<?>> classes, Set<Class<?>> types) {
        type(test).ifPresent(type -> {
            types.add(type);
            if (test.getSource().filter(ClassSource.class::isInstance).isPresent()) {
                classes.put(test.getUniqueId(), type);
            }
        });
        plan.getChildren(test).forEach(child -> collect(plan, child, classes, types));
    }

    /** The same as the extension reads from its context. */
    private static Supplier<Settings> settings(ConfigurationParameters parameters) {
        AtomicReference<Settings> read = new AtomicReference<>();
        return () -> read.updateAndGet(known ->
                known == null ? Settings.standard(parameters::get, ParameterNames.of(parameters::get)) : known);
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        PlannedSandboxes.end(plan);
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        PlannedSandboxes.done(test.getUniqueId());
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isContainer()) {
            PlannedSandboxes.done(test.getUniqueId());
        }
        result.getThrowable()
                .ifPresent(failure -> type(test)
                        .flatMap(type -> ForgottenAnnotation.of(failure, type))
                        .ifPresent(message -> {
                            failure.addSuppressed(new WrongUseException(message));
                            ProgressReporter.ofRun().warn(message);
                        }));
    }

    private static Optional<Class<?>> type(TestIdentifier test) {
        return test.getSource().flatMap(LauncherListener::type);
    }

    /** A source of another engine may name a class that is not there. */
    private static Optional<Class<?>> type(TestSource source) {
        try {
            if (source instanceof MethodSource method) {
                return Optional.of(method.getJavaClass());
            }
            return source instanceof ClassSource type ? Optional.of(type.getJavaClass()) : Optional.empty();
        } catch (JUnitException e) {
            return Optional.empty();
        }
    }
}
