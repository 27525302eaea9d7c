// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import dev.spurline.cluster.Blueprint;
import dev.spurline.junit.internal.TimeoutExtension;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class forks of its own in a shared namespace.
 *
 * <pre>{@code
 * @Sandbox(namespace = "shop", fork = @Fork(value = "pricing", env = "DISCOUNT=10"))
 * class CheckoutIT {
 *     @Test
 *     void discount(@Routed("storefront") RequestSpecification storefront) {
 *         storefront.get("/checkout/42").then().statusCode(200).body("total", equalTo(90));
 *     }
 * }
 * }</pre>
 *
 * <p>Constructors, methods and fields get {@link dev.spurline.LiveSandbox} and {@link dev.spurline.RoutingKey} by type, and
 * clients by {@link Routed} and {@link Baseline}. A {@code @Nested} class inherits the sandbox of the class around it, unless
 * it has one of its own: then its parameters and fields get its own, and the fields of the outer instance keep the outer
 * one. On a method, the sandbox is for that method only, whatever {@link #scope()} says.
 *
 * <p>May be used as a meta-annotation. The programmatic form is {@link SandboxExtension#builder()}.
 *
 * @since 0.1
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SandboxExtension.class)
@ExtendWith(TimeoutExtension.class)
public @interface Sandbox {

    /** The namespace of the baseline; by default the setting {@code spurline.namespace}. May hold placeholders. */
    String namespace() default "";

    /** The workloads to fork; several are changed together under one key. Empty only beside {@link #join()}. */
    Fork[] fork();

    /**
     * The living sandboxes of others whose forks are reached with this one's key, too: of each entry all that have its labels,
     * and at least one. The setting {@code spurline.join.labels} is stronger.
     */
    Join[] join() default {};

    /** How long the sandbox lives. */
    Scope scope() default Scope.CLASS;

    /** What happens when no request reached a fork. */
    Evidence evidence() default Evidence.REQUIRED;

    /**
     * How long opening may take in all, such as {@code 90s}, {@code 2m} or {@code PT2M}; by default the setting
     * {@code spurline.timeout}, else two minutes and the time that the probes of its forks wait before they can find them
     * ready. May hold placeholders.
     */
    String timeout() default "";

    /**
     * Describes the embedded cluster, where that is what the settings choose; by default the class that the setting
     * {@code spurline.blueprint} names, if any.
     */
    Class<? extends Blueprint> blueprint() default Blueprint.class;
}
