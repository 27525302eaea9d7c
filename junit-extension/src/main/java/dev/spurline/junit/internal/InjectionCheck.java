// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Refuses what cannot be injected into a class, before anything is opened for it. */
final class InjectionCheck {

    private static final Set<String> AUTOWIRED = Set.of(
            "org.springframework.beans.factory.annotation.Autowired", "jakarta.inject.Inject", "javax.inject.Inject");
    private static final String TEST_CONSTRUCTOR = "org.springframework.test.context.TestConstructor";

    private final Class<?> type;
    private final boolean perClass;
    private final ClientAdapters adapters;

    InjectionCheck(Class<?> type, boolean perClass, ClientAdapters adapters) {
        this.type = type;
        this.perClass = perClass;
        this.adapters = adapters;
    }

    void check() {
        ValueInjection.staticFields(type).forEach(this::checkStatic);
        ValueInjection.instanceFields(type).forEach(field -> check(field, perClass));
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            check(constructor, perClass);
            refuseForeign(constructor);
        }
        ReflectionSupport.findMethods(type, InjectionCheck::isCalledByJUnit, HierarchyTraversalMode.TOP_DOWN)
                .forEach(method -> check(method, false));
    }

    private void checkStatic(Field field) {
        if (field.getDeclaringClass() != type) {
            throw new WrongUseException(
                    ("Field [%s.%s] is static, so all subclasses share it, each with a sandbox of its own:"
                                    + " it cannot be injected for [%s]. Make it an instance field")
                            .formatted(field.getDeclaringClass().getName(), field.getName(), type.getName()));
        }
        check(field, true);
    }

    private void check(Field field, boolean shared) {
        InjectionPlace target = InjectionPlace.of(field, shared);
        if (Modifier.isFinal(field.getModifiers())) {
            throw new WrongUseException(target.place() + " is final, so it cannot be injected");
        }
        InjectionRequest.of(target, adapters);
    }

    private void check(Executable executable, boolean shared) {
        for (Parameter parameter : executable.getParameters()) {
            if (InjectionRequest.isOurs(parameter, parameter.getType())) {
                InjectionRequest.of(InjectionPlace.of(parameter, shared), adapters);
            }
        }
    }

    /** Two extensions that both answer for a parameter end in JUnit's words, which name neither cause nor cure. */
    private void refuseForeign(Constructor<?> constructor) {
        if (!isSpringsOwn(constructor)) {
            return;
        }
        for (Parameter parameter : constructor.getParameters()) {
            if (InjectionRequest.isOurs(parameter, parameter.getType())) {
                throw new WrongUseException(
                        ("%s cannot be injected, because Spring resolves all parameters of a constructor that is"
                                        + " @Autowired: move @Autowired to the other parameters, or make [%s] a field")
                                .formatted(
                                        InjectionPlace.of(parameter, perClass).place(), parameter.getName()));
            }
        }
    }

    /** By name and not by type: Spring may be absent. */
    private boolean isSpringsOwn(Constructor<?> constructor) {
        return Arrays.stream(constructor.getAnnotations())
                        .map(annotation -> annotation.annotationType().getName())
                        .anyMatch(AUTOWIRED::contains)
                || Arrays.stream(type.getAnnotations())
                        .filter(annotation ->
                                annotation.annotationType().getName().equals(TEST_CONSTRUCTOR))
                        .anyMatch(annotation -> annotation.toString().contains("ALL"));
    }

    private static boolean isCalledByJUnit(Method method) {
        return AnnotationSupport.isAnnotated(method, Testable.class)
                || AnnotationSupport.isAnnotated(method, BeforeEach.class)
                || AnnotationSupport.isAnnotated(method, AfterEach.class)
                || AnnotationSupport.isAnnotated(method, BeforeAll.class)
                || AnnotationSupport.isAnnotated(method, AfterAll.class);
    }
}
