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
 * Asks for a client without the key, or an address, that leads to the pods of the baseline only.
 *
 * <p>Stands on {@code URI}, on {@code RequestSpecification}, {@code RestClient}, {@code WebTestClient}, {@code ManagedChannel}
 * and whatever else {@link Routed @Routed("service")} can stand on, under the same rules. A client without an address of its
 * own, such as {@link java.net.http.HttpClient} or {@code OkHttpClient}, has no baseline: take any, with the address.
 *
 * @since 0.1
 */
@Documented
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SandboxExtension.class)
@ExtendWith(TimeoutExtension.class)
public @interface Baseline {

    /** The Service, as {@link dev.spurline.LiveSandbox#uri} takes it: {@code name}, {@code name:port}, {@code namespace/name:port}. */
    String value();
}
