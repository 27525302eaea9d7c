// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.JUnitException;
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

    /** For the launcher. */
    public LauncherListener() {}

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        ParameterNames.add(plan.getConfigurationParameters().keySet());
        plan.getRoots().stream()
                .flatMap(root -> plan.getDescendants(root).stream())
                .flatMap(test -> type(test).stream())
                .distinct()
                .forEach(PlannedWorkloads::add);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        result.getThrowable()
                .ifPresent(failure -> type(test)
                        .flatMap(type -> ForgottenAnnotation.of(failure, type))
                        .ifPresent(message -> {
                            failure.addSuppressed(new ExtensionConfigurationException(message));
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
