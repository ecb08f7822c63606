package io.shallows.launch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The command line stands on top: its packages have no cycles and one place ends the process. */
@AnalyzeClasses(
    packages = "io.shallows.launch",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule noCycles =
      slices()
          .matching("io.shallows.launch.(*)..")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyMainExits =
      noClasses()
          .that()
          .doNotHaveSimpleName("Shallows")
          .should()
          .callMethod(System.class, "exit", int.class)
          .allowEmptyShould(true);

  /** A locale reaches only what people read, and even that only through what is asked for. */
  @ArchTest
  static final ArchRule noDefaultLocale =
      noClasses()
          .should()
          .accessTargetWhere(
              new DescribedPredicate<JavaAccess<?>>("takes the default locale") {
                @Override
                public boolean test(JavaAccess<?> access) {
                  String target = access.getTarget().getFullName();
                  return target.equals("java.util.Locale.getDefault()")
                      || target.equals("java.lang.String.toLowerCase()")
                      || target.equals("java.lang.String.toUpperCase()")
                      || target.startsWith("java.lang.String.formatted(")
                      || target.matches(
                          "java\\.(lang\\.String|io\\.Print(Writer|Stream))\\.(format|printf)"
                              + "\\(java\\.lang\\.String, .*");
                }
              });
}
