// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.junit.Sandbox;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Explains a failure of JUnit's or of the JVM that an annotation of ours would have prevented: a parameter that nobody
 * resolved, a field that nobody set. The failure comes first, because both may belong to another extension.
 */
final class ForgottenAnnotation {

    private ForgottenAnnotation() {}

    /**
     * Explains a failure, if it is of that kind.
     *
     * @param failure what a test or class failed with
     * @param testClass the class that it belongs to
     */
    static Optional<String> of(Throwable failure, Class<?> testClass) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof ParameterResolutionException && failure.getCause() == null) {
            return parameters(testClass)
                    .filter(parameter -> isNamed(parameter, message))
                    .map(parameter -> InjectionPlace.of(parameter, false))
                    .flatMap(target -> explanation(target, testClass).stream())
                    .findFirst();
        }
        return failure instanceof NullPointerException
                ? fields(testClass, field -> message.contains("." + field.getName() + "\" is null"))
                        .map(field -> InjectionPlace.of(field, false))
                        .flatMap(target -> explanation(target, testClass).stream())
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<String> explanation(InjectionPlace target, Class<?> testClass) {
        if (InjectionRequest.isOurs(target.element(), target.type())) {
            return hasSandbox(target, testClass) ? Optional.empty() : Optional.of(StrayAnnotations.message(target));
        }
        return ClientPlace.spelling(target, ClientAdapters.load())
                .filter(spelling -> isDeclared(testClass) || hasMethodWithSandbox(testClass))
                .map(spelling ->
                        "%s has no @Routed, so Spurline leaves it alone: write %s".formatted(target.place(), spelling));
    }

    /** A sandbox of another method is none for this place. */
    private static boolean hasSandbox(InjectionPlace target, Class<?> testClass) {
        return isDeclared(testClass)
                || (target.element() instanceof Parameter parameter
                        && AnnotationSupport.isAnnotated(parameter.getDeclaringExecutable(), Sandbox.class));
    }

    /** JUnit names a parameter and its method as reflection prints them. */
    private static boolean isNamed(Parameter parameter, String message) {
        return message.contains("[" + parameter + "]")
                && message.contains(parameter.getDeclaringExecutable().toGenericString());
    }

    private static Stream<Parameter> parameters(Class<?> type) {
        Stream<Executable> executables = Stream.concat(
                Arrays.stream(type.getDeclaredConstructors()),
                ReflectionSupport.streamMethods(type, any -> true, HierarchyTraversalMode.BOTTOM_UP));
        return executables.flatMap(executable -> Arrays.stream(executable.getParameters()));
    }

    private static Stream<Field> fields(Class<?> type, Predicate<Field> predicate) {
        return ReflectionSupport.streamFields(type, predicate, HierarchyTraversalMode.BOTTOM_UP);
    }

    /** Whether the class, or one around it, has a sandbox. */
    private static boolean isDeclared(Class<?> testClass) {
        return around(testClass).anyMatch(DeclarationFinder::isDeclared);
    }

    private static boolean hasMethodWithSandbox(Class<?> testClass) {
        return around(testClass)
                .anyMatch(type -> !AnnotationSupport.findAnnotatedMethods(
                                type, Sandbox.class, HierarchyTraversalMode.TOP_DOWN)
                        .isEmpty());
    }

    private static Stream<Class<?>> around(Class<?> testClass) {
        return Stream.iterate(testClass, type -> type != null, Class::getEnclosingClass);
    }
}
