package io.shallows.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The plumbing knows the science but not the command line, and its packages have no cycles. */
@AnalyzeClasses(
    packages = "io.shallows.spark",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule noCycles =
      slices().matching("io.shallows.spark.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyMainExits =
      noClasses()
          .that()
          .doNotHaveSimpleName("SweepJob")
          .should()
          .callMethod(System.class, "exit", int.class)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule noCommandLineBelow =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.shallows.launch..")
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
