// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.junit.Sandbox;
import dev.spurline.junit.internal.BaselineAnswer.FromBaseline;
import dev.spurline.junit.internal.BaselineAnswer.Known;
import dev.spurline.junit.internal.TestLedger.Outcome;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * What the extension does at JUnit's moments. It has no state but its definition: everything that lives is in JUnit's
 * stores. Several may be registered at once, by an annotation and by builders of nested classes; only the one that a
 * declaration belongs to acts on it.
 */
public abstract class SandboxCallbacks
        implements BeforeAllCallback,
                AfterAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                ParameterResolver,
                TestInstancePostProcessor,
                TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler,
                InvocationInterceptor,
                TestWatcher {

    private final Optional<SandboxDefinition> definition;

    /**
     * Takes the definition of a builder.
     *
     * @param definition empty for annotations
     */
    protected SandboxCallbacks(Optional<SandboxDefinition> definition) {
        JUnitFloor.check();
        this.definition = definition;
    }

    final Optional<SandboxDefinition> definition() {
        return definition;
    }

    @Override
    public final ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public final void beforeAll(ExtensionContext context) {
        refuseStray(context);
        Class<?> testClass = context.getRequiredTestClass();
        Optional<SandboxDeclaration> declaration =
                DeclarationFinder.ofClasses(context).filter(this::isMine);
        if (declaration.isEmpty()) {
            return;
        }
        // Before anything runs: what is wrong in them is said of the class, whatever its scope.
        RunEngines.settings(context);
        new InjectionCheck(testClass, isPerClass(context), ClientAdapters.of(context)).check();
        refuseOnOtherMethods(testClass);
        if (!declaration.get().perMethod() && declaration.get().testClass() == testClass) {
            SandboxLifetimes.open(declaration.get(), context, "Class [%s]".formatted(testClass.getName()));
        }
        fillStatic(declaration.get(), context, testClass);
    }

    private static void fillStatic(SandboxDeclaration declaration, ExtensionContext context, Class<?> testClass) {
        List<Field> fields = ValueInjection.staticFields(testClass);
        if (!fields.isEmpty()) {
            String place = InjectionPlace.of(fields.get(0), true).place();
            ValueInjection.fill(fields, null, true, SandboxLifetimes.open(declaration, context, place), context);
        }
    }

    /** Without a declaration there would be a class without a sandbox, and nobody would notice. */
    private void refuseStray(ExtensionContext context) {
        boolean known = definition.isEmpty()
                ? DeclarationFinder.innermost(context).isPresent()
                : DeclarationFinder.classes(context).stream()
                        .flatMap(type -> DeclarationFinder.own(context, type).stream())
                        .anyMatch(this::isMine);
        if (!known) {
            StrayAnnotations.refuse(context);
        }
    }

    private static void refuseOnOtherMethods(Class<?> testClass) {
        AnnotationSupport.findAnnotatedMethods(testClass, Sandbox.class, HierarchyTraversalMode.TOP_DOWN).stream()
                .filter(method -> !AnnotationSupport.isAnnotated(method, Testable.class))
                .findFirst()
                .ifPresent(SandboxCallbacks::refuseOn);
    }

    private static void refuseOn(Method method) {
        throw new WrongUseException("@Sandbox on [%s#%s] has no effect, because it is no test method"
                .formatted(method.getDeclaringClass().getName(), method.getName()));
    }

    @Override
    public final void beforeEach(ExtensionContext context) {
        refuseStray(context);
        mine(context).ifPresent(declaration -> {
            Class<?> testClass = context.getRequiredTestClass();
            Method method = context.getRequiredTestMethod();
            SandboxLifetime lifetime =
                    SandboxLifetimes.open(declaration, context, "Method [%s]".formatted(method.getName()));
            lifetime.ledger().seen(TestMethod.of(testClass, method));
            lifetime.ledger().begin(context.getUniqueId(), TestMethod.title(context));
            lifetime.begin(context);
        });
    }

    /** What lifecycle methods of a class have thrown, and other extensions, is told here alone. */
    @Override
    public final void afterAll(ExtensionContext context) {
        context.getExecutionException()
                .ifPresent(failure -> lifetime(context).ifPresent(lifetime -> lifetime.examineOnce(context, failure)));
    }

    @Override
    public final void afterEach(ExtensionContext context) {
        lifetime(context).ifPresent(lifetime -> {
            context.getExecutionException().ifPresent(failure -> lifetime.examineOnce(context, failure));
            end(context, lifetime);
        });
    }

    private static void end(ExtensionContext context, SandboxLifetime lifetime) {
        Outcome outcome = context.getExecutionException()
                .map(e -> e instanceof TestAbortedException ? Outcome.ABORTED : Outcome.FAILED)
                .orElse(Outcome.PASSED);
        Optional<AssertionFailedError> unreached =
                outcome == Outcome.PASSED ? lifetime.unreached(context) : Optional.empty();
        context.getExecutionException()
                .or(() -> unreached)
                .filter(failure -> !(failure instanceof TestAbortedException))
                .ifPresent(failure -> lifetime.ledger().failed(context.getUniqueId(), TestFailure.of(failure)));
        lifetime.ledger().end(context.getUniqueId(), unreached.isPresent() ? Outcome.FAILED : outcome);
        if (unreached.isPresent()) {
            throw unreached.get();
        }
    }

    /** A disabled method was selected all the same. Its own context may be closed by now. */
    @Override
    public final void testDisabled(ExtensionContext context, Optional<String> reason) {
        ExtensionContext parent = context.getParent().orElseThrow();
        mine(context)
                .filter(declaration -> !declaration.method())
                .flatMap(declaration -> SandboxLifetimes.find(declaration, parent))
                .ifPresent(lifetime -> lifetime.ledger()
                        .seen(TestMethod.of(context.getRequiredTestClass(), context.getRequiredTestMethod())));
    }

    /** Of a test whose instance could not be made, or that another extension has failed afterwards, nothing else tells. */
    @Override
    public final void testFailed(ExtensionContext context, Throwable failure) {
        ExtensionContext parent = context.getParent().orElseThrow();
        mine(context)
                .filter(declaration -> !declaration.method())
                .flatMap(declaration -> SandboxLifetimes.find(declaration, parent))
                .filter(lifetime -> TestFailure.of(failure).diagnostics().isEmpty())
                .ifPresent(lifetime -> {
                    lifetime.ledger().begin(context.getUniqueId(), TestMethod.title(context));
                    lifetime.examineOnce(context, failure);
                    lifetime.ledger().failed(context.getUniqueId(), TestFailure.of(failure));
                    lifetime.ledger().end(context.getUniqueId(), Outcome.FAILED);
                });
    }

    @Override
    public final boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return InjectionRequest.isOurs(
                        parameter.getParameter(), parameter.getParameter().getType())
                && declaration(parameter.getDeclaringExecutable(), context)
                        .map(this::isMine)
                        .orElse(definition.isEmpty());
    }

    @Override
    public final Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Executable executable = parameter.getDeclaringExecutable();
        boolean shared =
                executable instanceof Constructor && isPerClass(level(executable.getDeclaringClass(), context));
        InjectionPlace target = InjectionPlace.of(parameter.getParameter(), shared);
        InjectionRequest request = InjectionRequest.of(target, ClientAdapters.of(context));
        SandboxDeclaration declaration =
                declaration(executable, context).orElseThrow(() -> StrayAnnotations.refusal(target));
        return ValueInjection.value(request, SandboxLifetimes.open(declaration, context, target.place()), context);
    }

    @Override
    public final void postProcessTestInstance(Object instance, ExtensionContext context) {
        Class<?> type = instance.getClass();
        List<Field> fields = ValueInjection.instanceFields(type);
        if (fields.isEmpty()) {
            return;
        }
        boolean shared = isPerClass(level(type, context));
        Optional<SandboxDeclaration> found = declaration(type, context);
        if (found.isEmpty() && definition.isEmpty()) {
            StrayAnnotations.refuseFields(type, fields, shared);
        }
        found.filter(this::isMine).ifPresent(declaration -> {
            fields.forEach(field -> InjectionRequest.of(InjectionPlace.of(field, shared), ClientAdapters.of(context)));
            String place = InjectionPlace.of(fields.get(0), shared).place();
            ValueInjection.fill(fields, instance, shared, SandboxLifetimes.open(declaration, context, place), context);
        });
    }

    @Override
    public final void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw examined(context, failure);
    }

    @Override
    public final void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
            throws Throwable {
        throw examined(context, failure);
    }

    @Override
    public final void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure)
            throws Throwable {
        throw examined(context, failure);
    }

    @Override
    public final void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext test, ExtensionContext context) throws Throwable {
        try {
            invocation.proceed();
        } catch (Throwable failure) {
            if (!(failure instanceof TestAbortedException)) {
                factory(context)
                        .ifPresent(factory -> lifetime(factory)
                                .ifPresent(lifetime -> lifetime.ledger().end(factory.getUniqueId(), Outcome.FAILED)));
            }
            Throwable examined = examined(context, failure);
            remember(context, examined);
            throw examined;
        }
    }

    /** The context of the factory does not tell that a dynamic test failed. */
    private void remember(ExtensionContext context, Throwable failure) {
        if (!(failure instanceof TestAbortedException)) {
            factory(context)
                    .ifPresent(factory -> lifetime(factory)
                            .ifPresent(lifetime ->
                                    lifetime.ledger().failed(factory.getUniqueId(), TestFailure.of(failure))));
        }
    }

    /** Returns the same failure, with what the sandbox looks like as a suppressed part. */
    private Throwable examined(ExtensionContext context, Throwable failure) {
        if (failure instanceof TestAbortedException) {
            return failure;
        }
        Optional<SandboxLifetime> lifetime = lifetime(context);
        Optional<Known> known = lifetime.flatMap(any -> factory(context).flatMap(any::answered));
        Throwable explained = explained(context, failure);
        if (known.isPresent() && known.get() instanceof FromBaseline answer) {
            explained = BaselineAnswer.before(answer.sentence(), explained);
        }
        lifetime.flatMap(any -> any.examined(context, known)).ifPresent(explained::addSuppressed);
        return explained;
    }

    /** Of a parameter that nobody resolved because it lacks our annotation, JUnit's own words would not say so. */
    private static Throwable explained(ExtensionContext context, Throwable failure) {
        return failure instanceof ParameterResolutionException
                ? ForgottenAnnotation.of(failure, context.getRequiredTestClass())
                        .<Throwable>map(message -> new WrongUseException(message, failure))
                        .orElse(failure)
                : failure;
    }

    private Optional<SandboxLifetime> lifetime(ExtensionContext context) {
        return mine(context).flatMap(declaration -> SandboxLifetimes.find(declaration, context));
    }

    private Optional<SandboxDeclaration> mine(ExtensionContext context) {
        return DeclarationFinder.innermost(context).filter(this::isMine);
    }

    private boolean isMine(SandboxDeclaration declaration) {
        return declaration.registrant().map(other -> other == this).orElse(definition.isEmpty());
    }

    /** Methods see the innermost sandbox; constructors, like fields, that of the level their class stands on. */
    private static Optional<SandboxDeclaration> declaration(Executable executable, ExtensionContext context) {
        return executable instanceof Constructor
                ? declaration(executable.getDeclaringClass(), context)
                : DeclarationFinder.innermost(context);
    }

    private static Optional<SandboxDeclaration> declaration(Class<?> type, ExtensionContext context) {
        boolean innermost = context.getTestClass().filter(type::equals).isPresent();
        return innermost ? DeclarationFinder.innermost(context) : DeclarationFinder.ofClasses(level(type, context));
    }

    private static ExtensionContext level(Class<?> type, ExtensionContext context) {
        return SandboxLifetimes.type(context, type).orElse(context);
    }

    private static boolean isPerClass(ExtensionContext context) {
        return context.getTestInstanceLifecycle()
                .filter(Lifecycle.PER_CLASS::equals)
                .isPresent();
    }

    private static Optional<ExtensionContext> factory(ExtensionContext context) {
        Optional<ExtensionContext> level = Optional.of(context);
        while (level.isPresent() && level.get().getUniqueId().contains("[dynamic-")) {
            level = level.get().getParent();
        }
        return level;
    }
}
