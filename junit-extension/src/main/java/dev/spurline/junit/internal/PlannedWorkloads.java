// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.Workload;
import dev.spurline.junit.Fork;
import dev.spurline.junit.Sandbox;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * The workloads that annotations and builders of this JVM's test plans fork. A setting {@code spurline.image.<workload>} of one of
 * them is right for classes, too, whose own sandboxes have nothing to do with it. Grows only: plans of one JVM add up.
 */
final class PlannedWorkloads {

    /** Static because the launcher makes the listener that fills it, and JUnit the extension that reads it. */
    private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

    private static final Set<Field> BUILDERS = ConcurrentHashMap.newKeySet();

    private PlannedWorkloads() {}

    /** Returns the names known by now. Reads the fields of builders, which may initialize their classes. */
    static Set<String> names() {
        BUILDERS.forEach(field -> {
            builtBy(field).forEach(NAMES::add);
            BUILDERS.remove(field);
        });
        return Set.copyOf(NAMES);
    }

    /** What a class that cannot be initialized forks is not known; its own tests say why it cannot. */
    private static Stream<String> builtBy(Field field) {
        try {
            return DeclarationFinder.value(field).flatMap(SandboxCallbacks::definition).stream()
                    .flatMap(definition -> definition.forks().stream())
                    .map(fork -> fork.workload().name());
        } catch (LinkageError e) {
            return Stream.empty();
        }
    }

    /** Adds what a test class and its methods fork; no class is initialized for that. */
    static void add(Class<?> testClass) {
        BUILDERS.addAll(DeclarationFinder.builderFields(testClass));
        Stream.concat(
                        AnnotationSupport.findAnnotation(testClass, Sandbox.class).stream(),
                        AnnotationSupport.findAnnotatedMethods(
                                        testClass, Sandbox.class, HierarchyTraversalMode.TOP_DOWN)
                                .stream()
                                .flatMap(method -> AnnotationSupport.findAnnotation(method, Sandbox.class).stream()))
                .flatMap(sandbox -> Arrays.stream(sandbox.fork()))
                .map(Fork::value)
                .forEach(PlannedWorkloads::addName);
    }

    /** A text that names no workload is refused when its class is opened. */
    private static void addName(String text) {
        try {
            NAMES.add(Workload.parse(text).name());
        } catch (IllegalArgumentException e) {
            // Not a name: nothing to know.
        }
    }
}
