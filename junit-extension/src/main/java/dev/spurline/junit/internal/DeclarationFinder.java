// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.junit.Sandbox;
import dev.spurline.junit.SandboxExtension;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ModifierSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Finds what is declared for a class or a method, by reflection alone. */
final class DeclarationFinder {

    private DeclarationFinder() {}

    /** Returns the declaration that a test, or a class, of this context lives under. */
    static Optional<SandboxDeclaration> innermost(ExtensionContext context) {
        Optional<SandboxDeclaration> method = context.getTestMethod().flatMap(found -> ofMethod(context, found));
        return method.isPresent() ? method : ofClasses(context);
    }

    /** Returns the declaration of the innermost class that has one; methods do not count. */
    static Optional<SandboxDeclaration> ofClasses(ExtensionContext context) {
        return classes(context).stream()
                .flatMap(type -> own(context, type).stream())
                .findFirst();
    }

    /** Returns what is declared at this class itself, its superclasses included and enclosing classes not. */
    static Optional<SandboxDeclaration> own(ExtensionContext context, Class<?> testClass) {
        return ContextStores.compute(context.getRoot(), new Declared(testClass), () -> read(testClass));
    }

    /** Returns whether a class itself has a sandbox, be its declaration right or wrong; enclosing classes do not count. */
    static boolean isDeclared(Class<?> testClass) {
        return AnnotationSupport.isAnnotated(testClass, Sandbox.class)
                || !builders(testClass).isEmpty();
    }

    /** Returns whether a class itself may have a sandbox; it is not initialized for that. */
    static boolean mayBeDeclared(Class<?> testClass) {
        return AnnotationSupport.isAnnotated(testClass, Sandbox.class) || hasBuilder(testClass);
    }

    /** Returns whether a static field of a class has, or by its type may have, one of our extensions. */
    static boolean hasBuilder(Class<?> testClass) {
        return !AnnotationSupport.findAnnotatedFields(
                        testClass,
                        RegisterExtension.class,
                        field -> ModifierSupport.isStatic(field)
                                && (SandboxCallbacks.class.isAssignableFrom(field.getType())
                                        || field.getType().isAssignableFrom(SandboxExtension.class)),
                        HierarchyTraversalMode.TOP_DOWN)
                .isEmpty();
    }

    /** Returns the static fields of a class that are known by their type to have one of our extensions. */
    static List<Field> builderFields(Class<?> testClass) {
        return AnnotationSupport.findAnnotatedFields(
                testClass,
                RegisterExtension.class,
                field -> ModifierSupport.isStatic(field) && SandboxCallbacks.class.isAssignableFrom(field.getType()),
                HierarchyTraversalMode.TOP_DOWN);
    }

    /** Returns what an annotation declares for a class itself; the class is not initialized for that. */
    static Optional<SandboxDeclaration> annotated(Class<?> testClass) {
        return annotation(testClass, "[%s]".formatted(testClass.getName()))
                .map(definition -> new SandboxDeclaration(definition, testClass, false, Optional.empty()));
    }

    /** Returns the test class of a context and those around it, innermost first. */
    static Set<Class<?>> classes(ExtensionContext context) {
        Set<Class<?>> classes = new LinkedHashSet<>();
        Optional<ExtensionContext> level = Optional.of(context);
        while (level.isPresent()) {
            level.get().getTestClass().ifPresent(classes::add);
            level = level.get().getParent();
        }
        return classes;
    }

    private static Optional<SandboxDeclaration> ofMethod(ExtensionContext context, Method method) {
        Class<?> testClass = context.getRequiredTestClass();
        String place = "[%s#%s]".formatted(testClass.getName(), method.getName());
        return annotation(method, place)
                .map(definition -> new SandboxDeclaration(definition, testClass, true, Optional.empty()));
    }

    private static Optional<SandboxDeclaration> read(Class<?> testClass) {
        Optional<SandboxDeclaration> annotated = annotated(testClass);
        List<Field> fields = builders(testClass);
        List<String> places = new ArrayList<>();
        annotated.ifPresent(declaration -> places.add(declaration.definition().place()));
        fields.forEach(field -> places.add(place(field)));
        if (places.size() > 1) {
            throw new WrongUseException("Class [%s] has two sandboxes: %s. Keep one of them"
                    .formatted(testClass.getName(), String.join(" and ", places)));
        }
        Optional<SandboxDeclaration> built = fields.stream().findFirst().map(field -> built(testClass, field));
        return built.or(() -> annotated);
    }

    private static SandboxDeclaration built(Class<?> testClass, Field field) {
        if (ModifierSupport.isNotStatic(field)) {
            throw new WrongUseException("%s is not static: a sandbox belongs to the class, so make the field static"
                    .formatted(place(field)));
        }
        SandboxCallbacks callbacks = value(field).orElseThrow();
        SandboxDefinition definition = callbacks.definition().orElseThrow().at(place(field));
        return new SandboxDeclaration(definition, testClass, false, Optional.of(callbacks));
    }

    private static List<Field> builders(Class<?> testClass) {
        return AnnotationSupport.findAnnotatedFields(
                testClass,
                RegisterExtension.class,
                field -> SandboxCallbacks.class.isAssignableFrom(field.getType())
                        || (ModifierSupport.isStatic(field) && value(field).isPresent()),
                HierarchyTraversalMode.TOP_DOWN);
    }

    /** Returns the extension that a static field holds, if it is one of ours. */
    static Optional<SandboxCallbacks> value(Field field) {
        return ReflectionSupport.tryToReadFieldValue(field, null)
                .toOptional()
                .filter(SandboxCallbacks.class::isInstance)
                .map(SandboxCallbacks.class::cast);
    }

    private static Optional<SandboxDefinition> annotation(AnnotatedElement element, String place) {
        List<String> direct = Arrays.stream(element.getDeclaredAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type == Sandbox.class || AnnotationSupport.isAnnotated(type, Sandbox.class))
                .map(type -> "@" + type.getSimpleName())
                .toList();
        if (direct.size() > 1) {
            throw new WrongUseException(
                    "%s has two sandboxes: %s. Keep one of them".formatted(place, String.join(" and ", direct)));
        }
        String name = direct.isEmpty() ? "@Sandbox" : direct.get(0);
        return AnnotationSupport.findAnnotation(element, Sandbox.class)
                .map(sandbox -> new AnnotationReader("%s of %s".formatted(name, place)).read(sandbox));
    }

    private static String place(Field field) {
        return "field [%s.%s]".formatted(field.getDeclaringClass().getName(), field.getName());
    }

    private record Declared(Class<?> testClass) {}
}
