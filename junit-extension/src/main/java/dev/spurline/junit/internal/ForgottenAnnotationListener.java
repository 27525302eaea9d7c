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
package dev.spurline.junit.internal;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Adds to the failure of a test what annotation it lacks. The launcher finds this class as a service, so that it is there
 * also where a class has nothing that would register the extension: a parameter of type {@code LiveSandbox} without
 * {@code @Sandbox}. The launcher's own listeners come before those of build tools and IDEs, whose reports thus show it.
 */
public final class ForgottenAnnotationListener implements TestExecutionListener {

    /** For the launcher. */
    public ForgottenAnnotationListener() {}

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        result.getThrowable()
                .ifPresent(failure -> test.getSource()
                        .flatMap(ForgottenAnnotationListener::type)
                        .flatMap(type -> ForgottenAnnotation.of(failure, type))
                        .map(ExtensionConfigurationException::new)
                        .ifPresent(failure::addSuppressed));
    }

    private static Optional<Class<?>> type(TestSource source) {
        if (source instanceof MethodSource method) {
            return Optional.of(method.getJavaClass());
        }
        return source instanceof ClassSource type ? Optional.of(type.getJavaClass()) : Optional.empty();
    }
}
