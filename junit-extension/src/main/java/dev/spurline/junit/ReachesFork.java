// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import dev.spurline.junit.internal.TimeoutExtension;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Asks that requests of this very test reach forks of its sandbox, where {@link Sandbox#evidence()} is content with one
 * request of the whole class.
 *
 * <pre>{@code
 * @Test
 * @ReachesFork("pricing")
 * void discount(@Routed("storefront") RequestSpecification storefront) {
 *     storefront.get("/checkout/42").then().statusCode(200);
 * }
 * }</pre>
 *
 * <p>A test that passes although a fork served nothing of it fails with an {@code AssertionFailedError}. Requests through a
 * tunnel into the fork are told by the client; those that came through the mesh by the proxy's metrics, if a label of theirs
 * holds the header {@code baggage}. Without such a label proxies count by fork and not by test: what tests at the same time
 * under the same key cause counts for each of them. What cannot be read is said once and is neither proof nor failure. Each
 * invocation of a repeated or parameterised method is asked for itself, the dynamic tests of a factory together.
 *
 * <p>The setting {@code spurline.evidence} ({@code warn} or {@code off}) is stronger.
 *
 * @since 0.1
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SandboxExtension.class)
@ExtendWith(TimeoutExtension.class)
public @interface ReachesFork {

    /** The forks, each as in {@link Fork#value()}. */
    String[] value();
}
